/* What Redis refuses at its start: loadServerConfigFromString of src/config.c, 7.0 to 7.4. */
#include "kinds/redis/redis.h"

#include "base/num.h"
#include "diag/closest.h"

static bool refuse(struct kind_job *job, struct node *entry, const struct node *word, const char *what)
{
    struct str shown = diag_quote(job->a, word->text);
    entry->flags |= NODE_FAULTY;
    diag_syntax(job->sink, SYNTAX_VALUE, word->at, "%.*s is %.*s, not %s", STR_ARG(entry->text), STR_ARG(shown), what);
    return false;
}

static bool refuse_count(struct kind_job *job, struct node *entry, const char *what)
{
    entry->flags |= NODE_FAULTY;
    diag_syntax(job->sink, SYNTAX_COUNT, entry->name_at, "%.*s has %u arguments: it takes %s", STR_ARG(entry->text),
                node_word_count(entry), what);
    return false;
}

/* Settings of modules ("search.timeout") are theirs to know. A name that no release of Redis or Valkey has and that none is like may be a fork's. */
static bool unknown_name(struct kind_job *job, struct node *entry)
{
    struct closest c = closest_start(entry->text);
    bool of_module = str_find_byte(entry->text, '.') < entry->text.n && node_word_count(entry) > 0;
    for (uint32_t i = 0; i < redis_table.n; i++)
        if (str_find_byte(redis_table.rows[i].name, ' ') == redis_table.rows[i].name.n)
            closest_offer(&c, redis_table.rows[i].name, 0);
    struct str shown = diag_quote(job->a, entry->text);
    entry->flags |= of_module ? 0 : NODE_FAULTY;
    if (of_module)
        return true;
    if (c.best.n == 0) {
        diag_not_analysed(job->sink, entry->name_at, (struct str){0}, "a setting that is not known: %.*s",
                          STR_ARG(shown));
        return true;
    }
    struct finding *f =
        diag_syntax(job->sink, SYNTAX_UNKNOWN, entry->name_at, "Redis has no setting %.*s", STR_ARG(shown));
    diag_help(job->sink, f, "use %.*s", STR_ARG(c.best));
    return false;
}

/* Whether text is among words with a blank between. */
static bool is_among(struct str text, struct str words)
{
    while (words.n)
        if (str_eq_nocase(text, str_cut(&words, ' ')))
            return true;
    return false;
}

static const char *type_text(const struct option_row *row)
{
    return row->type == OPTION_BOOL   ? "yes or no"
           : row->type == OPTION_SIZE ? "a size: digits with b, k, kb, m, mb, g or gb"
                                      : "a whole number";
}

static bool check_value(struct kind_job *job, struct node *entry, int row, const struct node *word)
{
    const struct option_row *r = &redis_table.rows[row];
    const struct redis_range *range = &redis_ranges[row];
    struct value v;
    int64_t n;
    if (!node_is_known(word))
        return true;
    if (range->words.n && !is_among(word->text, range->words))
        return refuse(job, entry, word, str_printf(job->a, "one of: %.*s", STR_ARG(range->words)).p);
    if (r->type == OPTION_STRING || r->type == OPTION_WORDS)
        return true;
    if (!redis_table.read(r, word->text, job->a, &v))
        return refuse(job, entry, word, type_text(r));
    bool bounded = range->max != 0 && r->type != OPTION_BOOL;
    if (bounded && (r->type == OPTION_SIZE ? redis_parse_size(word->text, &n) : num_parse_int(word->text, &n)) &&
        (n < range->min || n > range->max))
        return refuse(job, entry, word,
                      str_printf(job->a, "from %lld to %lld", (long long)range->min, (long long)range->max).p);
    return true;
}

/* save: pairs of seconds and changes, or one empty word. */
static bool check_save(struct kind_job *job, struct node *entry)
{
    uint32_t n = node_word_count(entry);
    int64_t number;
    if (n == 1 && (node_word(entry, 0)->text.n == 0 ||
                   str_find_byte(node_word(entry, 0)->text, ' ') < node_word(entry, 0)->text.n))
        return true;
    if (n == 0 || n % 2)
        return refuse_count(job, entry, "pairs of seconds and changes, or \"\"");
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && (!num_parse_int(w->text, &number) || number < 0))
            return refuse(job, entry, w, "a whole number, 0 or more");
    return true;
}

/* client-output-buffer-limit: class, hard limit, soft limit, seconds; several may follow each other. */
static bool check_buffers(struct kind_job *job, struct node *entry)
{
    uint32_t n = node_word_count(entry), i = 0;
    int64_t number;
    if (n == 1)
        return true; /* one word is split again */
    if (n == 0 || n % 4)
        return refuse_count(job, entry, "class, hard limit, soft limit and seconds");
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next, i++) {
        if (!node_is_known(w))
            continue;
        if (i % 4 == 0 && !is_among(w->text, STR("normal slave replica pubsub")))
            return refuse(job, entry, w, "one of: normal replica pubsub");
        if ((i % 4 == 1 || i % 4 == 2) && !redis_parse_size(w->text, &number))
            return refuse(job, entry, w, "a size: digits with b, k, kb, m, mb, g or gb");
        if (i % 4 == 3 && !num_parse_int(w->text, &number))
            return refuse(job, entry, w, "a number of seconds");
    }
    return true;
}

static bool check_words(struct kind_job *job, struct node *entry, int row)
{
    static const struct {
        const char *name;
        uint32_t least, most;
        const char *what;
    } counts[] = {{"include", 1, 1, "1"},
                  {"rename-command", 2, 2, "2"},
                  {"loadmodule", 1, UINT32_MAX, "a path"},
                  {"user", 1, UINT32_MAX, "a name"},
                  {"replicaof", 1, 2, "host and port"},
                  {"oom-score-adj-values", 1, 3, "3"}};
    uint32_t n = node_word_count(entry);
    if (str_eq(entry->text, STR("save")))
        return check_save(job, entry);
    if (str_eq(entry->text, STR("client-output-buffer-limit")))
        return check_buffers(job, entry);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (str_eq(entry->text, str_from(counts[i].name)) && (n < counts[i].least || n > counts[i].most))
            return refuse_count(job, entry, counts[i].what);
    for (const struct node *w = entry->first; n > 1 && w && w->kind == NODE_WORD; w = w->next)
        if (!check_value(job, entry, row, w))
            return false;
    return true;
}

bool redis_check_entry(struct kind_job *job, struct node *entry)
{
    int row = redis_row(entry->text);
    if (entry->flags & (NODE_BLOCK | NODE_FAULTY))
        return false;
    if (row < 0 || str_find_byte(entry->text, ' ') < entry->text.n || str_eq_nocase(entry->text, STR("replicated")))
        return unknown_name(job, entry);
    const struct option_row *r = &redis_table.rows[row];
    entry->text = r->name;
    entry->word = (uint32_t)row + 1;
    if (r->type == OPTION_WORDS)
        return check_words(job, entry, row);
    if (node_word_count(entry) != 1)
        return refuse_count(job, entry, "1");
    return check_value(job, entry, row, node_word(entry, 0));
}
