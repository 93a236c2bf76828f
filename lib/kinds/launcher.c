#include "kinds/launcher.h"

#include <string.h>

bool launcher_is_shell(struct str name)
{
    static const char *const shells[] = {"sh", "bash", "ash", "dash", "zsh", NULL};
    return str_is_one_of(name, shells);
}

bool launcher_is_assignment(struct str word)
{
    uint32_t eq = str_find_byte(word, '=');
    return eq > 0 && eq < word.n && str_find_byte(str_slice(word, 0, eq), '/') == eq;
}

bool launcher_is_script(struct str text)
{
    for (uint32_t i = 0; i < text.n; i++)
        if (text.p[i] && strchr(";|&<>()`$*?[]{}~#\n", text.p[i]))
            return true;
    return false;
}

/* python -m gunicorn, python /venv/bin/gunicorn; a script of one's own is python's. */
static uint32_t words_of_python(const struct str *words, uint32_t n)
{
    static const char *const flags[] = {"-u", "-B", "-E", "-I", "-O", "-OO", "-s", "-S", NULL};
    uint32_t i = 1;
    while (i < n && str_is_one_of(words[i], flags))
        i++;
    i += i + 1 < n && str_eq(words[i], STR("-m"));
    return i < n && !str_starts(words[i], STR("-")) && !str_ends(words[i], STR(".py")) ? i : 0;
}

uint32_t launcher_words(struct str name, const struct str *words, uint32_t n)
{
    static const char *const plain[] = {"nice",
                                        "ionice",
                                        "nohup",
                                        "setsid",
                                        "tini",
                                        "dumb-init",
                                        "chrt",
                                        "exec",
                                        "stdbuf",
                                        "docker-entrypoint.sh",
                                        "docker-php-entrypoint",
                                        NULL};
    static const char *const plain_options[] = {"--", "-g", NULL};
    static const char *const runners[] = {"poetry", "pipenv", "uv", NULL}; /* X run program */
    uint32_t i = 1;
    if (str_eq(name, STR("env"))) {
        while (i < n && launcher_is_assignment(words[i]))
            i++;
        return i;
    }
    if (str_is_one_of(name, plain)) {
        while (i < n && str_is_one_of(words[i], plain_options))
            i++;
        return i;
    }
    if (str_eq(name, STR("python")))
        return words_of_python(words, n);
    bool runs = str_is_one_of(name, runners) && n > 2 && str_eq(words[1], STR("run"));
    bool bundled = str_eq(name, STR("bundle")) && n > 2 && str_eq(words[1], STR("exec"));
    return runs || bundled ? 2 : 0;
}
