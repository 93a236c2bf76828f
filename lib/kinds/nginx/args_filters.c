/* What changes answers: sub_filter, image_filter*, xslt_*, gzip_disable (the modules of these names). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/regexes.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/variables.h"

enum { MAX_PATTERNS = 255 };

/* How many patterns the block has that had one last. */
static bool count_pattern(struct nginx_reader *r)
{
    if (r->sub_block != r->frame->block) {
        r->sub_block = r->frame->block;
        r->n_subs = 0;
    }
    return r->conditional || r->n_subs++ < MAX_PATTERNS;
}

void nginx_check_sub_filter(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *pattern = node_word(entry, 0), *text = node_word(entry, 1);
    (void)row;
    if (!pattern || !text)
        return;
    if (node_is_known(pattern) && pattern->text.n == 0)
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(pattern), "empty search pattern");
    else if (!count_pattern(r))
        nginx_fault(r, SYNTAX_VALUE, entry->name_at, "number of search patterns exceeds 255");
    else if (nginx_check_variables(r, entry, pattern))
        nginx_check_variables(r, entry, text);
}

static void invalid_filter(struct nginx_reader *r, const struct node *word)
{
    struct finding *f = nginx_invalid_parameter(r, word);
    diag_help(r->sink, f,
              "image_filter is off, test, size, rotate 90|180|270, or resize or crop with a width and a height");
}

/* "-" is no limit; 0 for what is no number. */
static int64_t image_value(struct str s)
{
    int64_t n;
    if (str_eq(s, STR("-")))
        return -1;
    return nginx_parse_num(s, &n) ? n : 0;
}

/* A text; without variables a side of an image, or an angle. */
static bool check_image_value(struct nginx_reader *r, struct node *entry, const struct node *word, bool angle)
{
    if (!nginx_check_variables(r, entry, word))
        return false;
    if (!node_is_known(word) || nginx_has_variables(word->text))
        return true;
    int64_t n = image_value(word->text);
    if (angle ? n == 90 || n == 180 || n == 270 : n != 0)
        return true;
    invalid_filter(r, word);
    return false;
}

void nginx_check_image_filter(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    static const struct str alone[] = {STR_INIT("off"), STR_INIT("test"), STR_INIT("size")};
    const struct node *kind = node_word(entry, 0), *width = node_word(entry, 1), *height = node_word(entry, 2);
    (void)row;
    if (!kind || !nginx_all_known(entry))
        return;
    bool right = false;
    for (uint32_t i = 0; i < 3 && !width; i++)
        right |= nginx_word_is(kind, alone[i]);
    if (width && !height)
        right = nginx_word_is(kind, STR("rotate"));
    if (height)
        right = nginx_word_is(kind, STR("resize")) || nginx_word_is(kind, STR("crop"));
    if (!right)
        invalid_filter(r, kind);
    else if (width && check_image_value(r, entry, width, !height) && height)
        check_image_value(r, entry, height, false);
}

/* Of image_filter_sharpen nginx takes what is no number as 0. */
void nginx_check_image_filter_quality(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    bool sharpen = str_ends(entry->text, STR("sharpen"));
    (void)row;
    if (!w || !node_is_known(w) || !nginx_check_variables(r, entry, w) || nginx_has_variables(w->text))
        return;
    int64_t n = image_value(w->text);
    if (sharpen ? n < 0 : n <= 0)
        nginx_invalid_value(r, w);
}

void nginx_check_xslt_param(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    if (node_word(entry, 1))
        nginx_check_variables(r, entry, node_word(entry, 1));
}

void nginx_check_xslt_stylesheet(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    for (const struct node *w = node_word(entry, 1); w && w->kind == NODE_WORD; w = w->next)
        if (!nginx_check_variables(r, entry, w))
            return;
}

/* Groups of these regexes are no variables. */
void nginx_check_gzip_disable(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    uint32_t before = r->n_faults;
    (void)row;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD && r->n_faults == before; w = w->next)
        if (node_is_known(w) && !nginx_word_is(w, STR("msie6")))
            nginx_compile_regex(r, w, 0, true);
}
