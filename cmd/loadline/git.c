#include "git.h"

#include "base/buf.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { ERROR_BYTES = 4096 };

/* ---- starting ---- */

/* `git rev-parse --local-env-vars` lists them, but for the last two; what is in GIT_CONFIG_COUNT is the user's, and stays: safe.directory may stand there. */
static bool leads_elsewhere(const char *entry)
{
    static const char *const names[] = {"GIT_DIR=",
                                        "GIT_WORK_TREE=",
                                        "GIT_INDEX_FILE=",
                                        "GIT_PREFIX=",
                                        "GIT_COMMON_DIR=",
                                        "GIT_OBJECT_DIRECTORY=",
                                        "GIT_ALTERNATE_OBJECT_DIRECTORIES=",
                                        "GIT_CONFIG=",
                                        "GIT_GRAFT_FILE=",
                                        "GIT_SHALLOW_FILE=",
                                        "GIT_IMPLICIT_WORK_TREE=",
                                        "GIT_NAMESPACE=",
                                        "LC_ALL="};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strncmp(entry, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* No network for objects that a partial clone lacks, no questions, no lock that another git would wait for. */
static char **environment(struct arena *a)
{
    static const char *const own[] = {"LC_ALL=C", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0",
                                      "GIT_OPTIONAL_LOCKS=0"};
    VEC(char *) env = {0};
    for (char **e = environ; *e; e++)
        if (!leads_elsewhere(*e))
            vec_push(a, &env, *e);
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        vec_push(a, &env, (char *)own[i]); /* posix_spawn changes none */
    vec_push(a, &env, NULL);
    return env.p;
}

static char **arguments(struct arena *a, struct str dir, const char *const *words)
{
    static const char *const before[] = {"--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"};
    VEC(char *) args = {0};
    vec_push(a, &args, "git");
    vec_push(a, &args, "-C");
    vec_push(a, &args, (char *)str_dup(a, dir).p);
    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
        vec_push(a, &args, (char *)before[i]);
    for (int i = 0; i < GIT_ARGS && words[i]; i++)
        vec_push(a, &args, (char *)words[i]);
    vec_push(a, &args, NULL);
    return args.p;
}

/* Signals that wait here must not wait there. */
static void set_signals(posix_spawnattr_t *attr)
{
    sigset_t none, plain;
    sigemptyset(&none);
    sigemptyset(&plain);
    sigaddset(&plain, SIGPIPE);
    posix_spawnattr_setsigmask(attr, &none);
    posix_spawnattr_setsigdefault(attr, &plain);
    posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/* in, out, error: its descriptors; -1 for /dev/null. 0, or an errno. */
static int start(struct arena *a, struct str dir, const char *const *words, const int ends[3], pid_t *ret)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attr);
    set_signals(&attr);
    for (int i = 0; i < 3; i++)
        if (ends[i] < 0)
            posix_spawn_file_actions_addopen(&files, i, "/dev/null", i == 0 ? O_RDONLY : O_WRONLY, 0);
        else
            posix_spawn_file_actions_adddup2(&files, ends[i], i);
    int error = posix_spawnp(ret, "git", &files, &attr, arguments(a, dir, words), environment(a));
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attr);
    return error;
}

static int wait_for(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- one question ---- */

/* A file without a name for what it says of failures: nobody need read it meanwhile. */
static int unnamed_file(void)
{
    FILE *f = tmpfile();
    int fd = f ? fcntl(fileno(f), F_DUPFD_CLOEXEC, 3) : -1;
    if (f)
        fclose(f);
    return fd;
}

/* All that comes, of which at most `most` is kept: one more byte tells that it was more. */
static struct str read_all(struct arena *a, int fd, uint32_t most)
{
    struct buf b = {.a = a};
    char chunk[65536];
    for (ssize_t n = 1; n > 0 || (n < 0 && errno == EINTR);) {
        n = read(fd, chunk, sizeof(chunk));
        if (n > 0 && b.n <= most)
            buf_put(&b, (struct str){chunk, (uint32_t)n});
    }
    return buf_str(&b);
}

static struct str without_break(struct str s)
{
    return s.n > 0 && s.p[s.n - 1] == '\n' ? str_slice(s, 0, s.n - 1) : s;
}

struct git_answer git_ask(struct arena *a, struct str dir, uint32_t most, const char *const *words)
{
    struct git_answer answer = {0};
    int out[2];
    pid_t pid;
    if (pipe2(out, O_CLOEXEC) != 0)
        return answer;
    int errors = unnamed_file();
    int failed = start(a, dir, words, (const int[3]){-1, out[1], errors}, &pid);
    close(out[1]);
    if (failed == 0) {
        answer.out = read_all(a, out[0], most);
        answer.exit = wait_for(pid);
        answer.ran = answer.out.n <= most && answer.exit != 127;
        answer.out = without_break(answer.out);
    }
    if (errors >= 0 && lseek(errors, 0, SEEK_SET) == 0)
        answer.error = without_break(read_all(a, errors, ERROR_BYTES));
    close(out[0]);
    if (errors >= 0)
        close(errors);
    return answer;
}

/* ---- objects ---- */

bool git_objects_open(struct git_objects *g, struct arena *a, struct str dir)
{
    static const char *const words[] = {"cat-file", "--batch", NULL};
    int to[2], from[2];
    *g = (struct git_objects){0};
    if (pipe2(to, O_CLOEXEC) != 0)
        return false;
    if (pipe2(from, O_CLOEXEC) != 0) {
        close(to[0]);
        close(to[1]);
        return false;
    }
    int failed = start(a, dir, words, (const int[3]){to[0], from[1], -1}, &g->pid);
    close(to[0]);
    close(from[1]);
    g->to = fdopen(to[1], "w");
    g->from = fdopen(from[0], "r");
    return failed == 0 && g->to && g->from;
}

/* "<id> blob <size>". */
static bool read_head(struct git_objects *g, struct str id, uint32_t size)
{
    char line[256], want[256];
    snprintf(want, sizeof(want), "%.*s blob %u\n", STR_ARG(id), size);
    return fgets(line, sizeof(line), g->from) && strcmp(line, want) == 0;
}

bool git_objects_read(struct git_objects *g, struct arena *a, struct str id, uint32_t size, struct str *ret)
{
    char *bytes = arena_alloc(a, (size_t)size + 1, 1);
    fprintf(g->to, "%.*s\n", STR_ARG(id));
    if (fflush(g->to) != 0 || !read_head(g, id, size) || fread(bytes, 1, size, g->from) != size ||
        fgetc(g->from) != '\n')
        return false;
    *ret = (struct str){bytes, size};
    return true;
}

void git_objects_close(struct git_objects *g)
{
    if (g->to)
        fclose(g->to);
    if (g->from)
        fclose(g->from);
    if (g->pid > 0)
        wait_for(g->pid);
}
