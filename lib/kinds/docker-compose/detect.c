/* Telling compose files by their names, and others by what they hold. */
#include "kinds/docker-compose/docker-compose.h"

#include "base/path.h"
#include "text/marks.h"

enum { SURE = 95, LIKELY = 85, MAX_LINES = 2000 };

static bool is_yaml(struct str base)
{
    return str_ends(base, STR(".yml")) || str_ends(base, STR(".yaml"));
}

/* compose.yaml, docker-compose.prod.yml, docker-compose-dev.yml, podman-compose.yml */
static int claim_by_name(struct str base)
{
    static const char *const starts[] = {"compose.", "docker-compose.", "podman-compose."};
    for (size_t i = 0; is_yaml(base) && i < sizeof starts / sizeof *starts; i++)
        if (str_starts(base, str_from(starts[i])))
            return SURE;
    return is_yaml(base) && (str_starts(base, STR("docker-compose")) || str_starts(base, STR("compose-"))) ? LIKELY : 0;
}

/* What the lines of a text look like. */
struct look {
    bool services; /* a key of the first column */
    uint32_t images, builds, indented_keys;
};

static void look_at_line(struct str line, struct look *look)
{
    struct str rest = str_trim(line);
    bool first_column = line.n > 0 && !ch_is_space(line.p[0]);
    if (first_column && str_starts(rest, STR("services:")))
        look->services = true;
    if (first_column || !look->services)
        return;
    look->images += str_starts(rest, STR("image:"));
    look->builds += str_starts(rest, STR("build:")) || str_starts(rest, STR("extends:"));
}

static struct look look_at(struct str head)
{
    struct look look = {0};
    for (uint32_t i = 0; i < MAX_LINES && head.n > 0; i++)
        look_at_line(str_cut(&head, '\n'), &look);
    return look;
}

/* Other files have `services:` too (GitLab's and GitHub's pipelines, Symfony, OpenAPI): there it holds no images, or is not at the start of a line. */
int compose_claims(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path));
    int by_name = claim_by_name(base);
    if (by_name || head.n == 0 || !is_yaml(base))
        return by_name;
    struct look look = look_at(head);
    bool pipeline = str_find(head, STR("\nscript:")) < head.n || str_find(head, STR("\njobs:")) < head.n ||
                    str_find(head, STR("\nstages:")) < head.n || str_starts(base, STR(".gitlab-ci")) ||
                    str_find(head, STR("apiVersion:")) < head.n;
    return look.services && look.images > 0 && !pipeline ? LIKELY - 15 : 0;
}

/* A file in which nothing has an image is the other half of one: it is merged into that with -f. */
enum document_role compose_role(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path));
    struct look look = look_at(head);
    if (str_find(base, STR("override")) < base.n)
        return DOCUMENT_FRAGMENT;
    return look.services && look.images + look.builds == 0 && head.n < 60000 && str_find_byte(head, '{') == head.n
               ? DOCUMENT_FRAGMENT
               : DOCUMENT_ROOT;
}
