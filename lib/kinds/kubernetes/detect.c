/* Telling manifests by what they hold: their names tell nothing. */
#include "kinds/kubernetes/kubernetes.h"

#include "base/path.h"
#include "text/marks.h"

enum { LIKELY = 80, MAX_LINES = 4000 };

/* Objects that say what runs, how often, and with what. Other objects are no business of ours. */
static const char *const kinds[] = {"Deployment",
                                    "StatefulSet",
                                    "DaemonSet",
                                    "ReplicaSet",
                                    "ReplicationController",
                                    "Pod",
                                    "Job",
                                    "CronJob",
                                    "HorizontalPodAutoscaler",
                                    "ScaledObject",
                                    "ConfigMap",
                                    "List",
                                    NULL};

/* What the lines of a text tell, in their first column. */
struct look {
    bool version, kind, helm;
};

static struct str unquoted(struct str s)
{
    bool quoted = s.n > 1 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0];
    return quoted ? str_slice(s, 1, s.n - 1) : s;
}

static struct look look_at(struct str head)
{
    struct look look = {0};
    for (uint32_t i = 0; i < MAX_LINES && head.n > 0; i++) {
        struct str line = str_cut(&head, '\n'), rest = line, key = str_cut(&rest, ':');
        struct str value = str_trim(str_slice(rest, 0, str_find_byte(rest, '#')));
        look.version |= str_eq(key, STR("apiVersion"));
        look.kind |= str_eq(key, STR("kind")) && str_is_one_of(unquoted(value), kinds);
        look.helm |= str_find(line, STR("{{")) < line.n;
    }
    return look;
}

/* Templates of Helm are none before they are rendered: what stands in them may be repeated, left out, or of any shape. */
int kube_claims(struct str path, struct str head)
{
    struct str base = path_base(path);
    if (!str_ends(base, STR(".yml")) && !str_ends(base, STR(".yaml")))
        return 0;
    struct look look = look_at(head);
    return look.version && look.kind && !look.helm ? LIKELY : 0;
}

enum document_role kube_role(struct str path, struct str head)
{
    (void)path;
    (void)head;
    return DOCUMENT_ROOT;
}
