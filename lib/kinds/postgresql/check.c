/* What PostgreSQL refuses at its start: guc.c, parse_and_validate_value, 15. */
#include "kinds/postgresql/postgresql.h"

#include "diag/closest.h"

static bool refuse(struct kind_job *job, struct node *entry, const struct node *word, const char *what)
{
    struct str shown = diag_quote(job->a, word->text);
    entry->flags |= NODE_FAULTY;
    diag_syntax(job->sink, SYNTAX_VALUE, word->at, "%.*s is %.*s, not %s", STR_ARG(entry->text), STR_ARG(shown), what);
    return false;
}

/* "auto_explain.log_min_duration": of an extension. A name that no release has and that none is like may be a fork's. */
static bool unknown_name(struct kind_job *job, struct node *entry)
{
    struct str name = entry->text, nearest = option_nearest(&pg_table, name), shown = diag_quote(job->a, name);
    if (str_find_byte(name, '.') < name.n)
        return true;
    entry->flags |= NODE_FAULTY;
    if (nearest.n == 0) {
        diag_not_analysed(job->sink, entry->name_at, (struct str){0}, "a setting that is not known: %.*s",
                          STR_ARG(shown));
        return true;
    }
    struct finding *f =
        diag_syntax(job->sink, SYNTAX_UNKNOWN, entry->name_at, "PostgreSQL has no setting %.*s", STR_ARG(shown));
    diag_help(job->sink, f, "use %.*s", STR_ARG(nearest));
    return false;
}

/* A word that is like one of those that are listed and none of them; others may be of another release, or an older way to write one. */
static bool check_among(struct kind_job *job, struct node *entry, const struct node *word, struct str words)
{
    struct closest c = closest_start(word->text);
    struct value v;
    static const struct option_row truth = {.type = OPTION_BOOL};
    for (struct str rest = words; rest.n;) {
        struct str one = str_cut(&rest, ' ');
        if (str_eq_nocase(one, word->text))
            return true;
        closest_offer(&c, one, 0);
    }
    if (c.best.n == 0 || pg_table.read(&truth, word->text, job->a, &v))
        return true;
    return refuse(job, entry, word, str_printf(job->a, "one of: %.*s", STR_ARG(words)).p);
}

static const char *type_text(struct kind_job *job, const struct option_row *row)
{
    bool is_size = row->type == OPTION_SIZE, is_time = row->type == OPTION_TIME;
    return row->type == OPTION_BOOL  ? "on or off"
           : is_size                 ? "a number with B, kB, MB, GB or TB"
           : is_time                 ? "a number with us, ms, s, min, h or d"
           : row->unit.n             ? str_printf(job->a, "a number, perhaps with a unit").p
           : row->type == OPTION_INT ? "a whole number"
                                     : "a number";
}

static bool check_value(struct kind_job *job, struct node *entry, int i)
{
    const struct option_row *row = &pg_table.rows[i];
    const struct pg_range *range = &pg_ranges[i];
    const struct node *word = node_word(entry, 0);
    struct value v;
    double number;
    if (!word || !node_is_known(word))
        return true;
    if (range->words.n)
        return check_among(job, entry, word, range->words);
    if (row->type == OPTION_STRING || row->type == OPTION_WORDS)
        return true;
    if (!pg_table.read(row, word->text, job->a, &v))
        return refuse(job, entry, word, type_text(job, row));
    if (range->max > range->min && pg_parse_number(row, word->text, &number) &&
        (number < range->min || number > range->max))
        return refuse(job, entry, word,
                      str_printf(job->a, "from %.15g to %.15g%s%.*s", range->min, range->max, row->unit.n ? " " : "",
                                 STR_ARG(row->unit))
                          .p);
    return true;
}

/* ---- guc-file.l: what may stand without quotes ---- */

static bool is_letter(char c)
{
    return ch_is_alpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

static uint32_t digits(struct str s, uint32_t i)
{
    while (i < s.n && ch_is_digit(s.p[i]))
        i++;
    return i;
}

/* INTEGER with letters for its unit, or REAL. */
static bool is_number(struct str s)
{
    uint32_t from = s.p[0] == '-' || s.p[0] == '+', i = digits(s, from);
    bool hex = i == from + 1 && s.p[from] == '0' && str_byte(s, i) == 'x';
    if (hex)
        for (i++; i < s.n && (ch_is_digit(s.p[i]) || (ch_lower(s.p[i]) >= 'a' && ch_lower(s.p[i]) <= 'f'));)
            i++;
    if (str_byte(s, i) == '.') {
        i = digits(s, i + 1);
        if (ch_lower(str_byte(s, i)) == 'e')
            i = digits(s, i + 1 + (str_byte(s, i + 1) == '-' || str_byte(s, i + 1) == '+'));
        return i == s.n;
    }
    while (i > from && i < s.n && ch_is_alpha(s.p[i]))
        i++;
    return i > from && i == s.n;
}

static bool is_bare_word(struct str s)
{
    if (s.n == 0 || !is_letter(s.p[0]))
        return s.n > 0 && is_number(s);
    for (uint32_t i = 1; i < s.n; i++)
        if (!is_letter(s.p[i]) && !ch_is_digit(s.p[i]) && !(s.p[i] != '\0' && strchr("-._:/", s.p[i])))
            return false;
    return true;
}

/* Of a file; the words of a command line are taken as they are. */
static bool check_token(struct kind_job *job, struct node *entry)
{
    const struct node *word = node_word(entry, 0);
    bool plain = job->container && job->container->form == EMBEDDED_COMMAND;
    if (plain || !word || word->quote != QUOTE_NONE || !node_is_known(word) || is_bare_word(word->text))
        return true;
    entry->flags |= NODE_FAULTY;
    struct finding *f = diag_syntax(job->sink, SYNTAX_UNEXPECTED_TOKEN, word->at, "%.*s cannot stand without quotes",
                                    STR_ARG(diag_quote(job->a, word->text)));
    diag_help(job->sink, f, "put single quotes around it");
    return false;
}

bool pg_check_entry(struct kind_job *job, struct node *entry)
{
    int row = pg_row(entry->text);
    if (entry->flags & (NODE_BLOCK | NODE_FAULTY))
        return false;
    if (!check_token(job, entry))
        return false;
    if (row < 0)
        return unknown_name(job, entry);
    entry->text = pg_table.rows[row].name;
    entry->word = (uint32_t)row + 1;
    if (pg_table.rows[row].flags & PG_READ_ONLY) {
        entry->flags |= NODE_FAULTY;
        diag_syntax(job->sink, SYNTAX_MISPLACED, entry->name_at,
                    "%.*s cannot be set: it tells how the server was built", STR_ARG(entry->text));
        return false;
    }
    return check_value(job, entry, row);
}
