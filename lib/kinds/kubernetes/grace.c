/* How long a container has from the signal that stops it: the pod's grace period begins with the preStop hook, and the signal is sent when that has ended (kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle,
 * "Pod Termination Flow"; there: two seconds more for a hook that takes all of it). */
#include "base/num.h"
#include "base/path.h"
#include "kinds/kubernetes/kubernetes.h"

static const int64_t SECOND = 1000000000;

/* The time that a command sleeps, "20", "20s", "1m"; false: it is none that sleeps and nothing else. */
static bool add_time(struct str text, int64_t *sum)
{
    int64_t n, ns;
    if (num_parse_int(text, &n) && n >= 0 && n < 100000000)
        return num_add(*sum, n * SECOND, sum);
    return num_parse_time(text, &ns) && ns >= 0 && num_add(*sum, ns, sum);
}

static struct str next_word(struct str *text)
{
    *text = str_trim(*text);
    uint32_t n = 0;
    while (n < text->n && !ch_is_space(text->p[n]))
        n++;
    struct str word = str_slice(*text, 0, n);
    *text = str_slice(*text, n, text->n);
    return word;
}

/* "sleep 10", "/bin/sleep 10s" */
static bool one_command(struct str command, int64_t *sum)
{
    struct str program = path_base(next_word(&command)), time = next_word(&command);
    return str_eq(program, STR("sleep")) && str_trim(command).n == 0 && add_time(time, sum);
}

/* Commands one after the other, each of which sleeps. */
static bool script(struct str text, int64_t *sum)
{
    uint32_t n = 0;
    for (; text.n; n++) {
        struct str command = str_trim(str_cut(&text, ';'));
        if (command.n && !one_command(command, sum))
            return false;
    }
    return n > 0;
}

/* Words of an exec hook. */
static bool exec_sleep(struct node *list, int64_t *sum)
{
    struct node *words[4];
    uint32_t n = 0;
    for (struct node *w = list && list->kind == NODE_LIST ? list->first : NULL; w; w = w->next) {
        if (w->kind == NODE_COMMENT)
            continue;
        if (n == 3 || w->kind != NODE_WORD || !node_is_known(w))
            return false;
        words[n++] = w;
    }
    if (n == 2 && str_eq(path_base(words[0]->text), STR("sleep")))
        return add_time(words[1]->text, sum);
    return n == 3 && str_ends(path_base(words[0]->text), STR("sh")) && str_eq(words[1]->text, STR("-c")) &&
           script(words[2]->text, sum);
}

/* What the hook sleeps; false: it does something else, or that is not known. */
static bool hook_sleep(const struct node *hook, int64_t *sum)
{
    const struct node *exec = kube_get(hook, "exec"), *sleep = kube_get(hook, "sleep");
    if (sleep)
        return add_time(kube_text(kube_get(sleep, "seconds")), sum);
    return exec && exec_sleep(kube_get(exec, "command"), sum);
}

struct value kube_grace(struct kind_job *job, struct node *container)
{
    struct value period, hook;
    int64_t sleeps = 0, left;
    kube_setting(job, container, STR("pod.terminationGracePeriodSeconds"), &period);
    kube_setting(job, container, STR("lifecycle.preStop"), &hook);
    if (period.type != VALUE_DURATION || hook.type != VALUE_BOOL)
        return value_is_unknown(hook) ? hook : period;
    if (!hook_sleep(kube_path(container, STR("lifecycle.preStop")), &sleeps))
        return value_with_origin(value_unknown(job->a, STR("what the preStop hook takes")), period.origin);
    left = sleeps < period.as.i ? period.as.i - sleeps : 2 * SECOND;
    struct str steps =
        str_printf(job->a, "terminationGracePeriodSeconds %.*s, of which the preStop hook sleeps %.*s",
                   STR_ARG(num_format_time(job->a, period.as.i)), STR_ARG(num_format_time(job->a, sleeps)));
    return value_with_origin(value_duration(left), origin_new(job->a, ORIGIN_DERIVED, value_at(period), steps));
}
