/* Sizes of buffers that contradict each other: checked in each server and location, by what is in force there (ngx_http_proxy_merge_loc_conf and its kin). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/units.h"

#include "base/buf.h"
#include "base/num.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Modules and their directives: MODULE_DIRECTIVE. */
static const char *const modules[] = {"proxy", "fastcgi", "uwsgi", "scgi"};
enum { N_MODULES = sizeof modules / sizeof *modules };

enum size {
    SIZE_BUFFER,     /* buffer_size */
    SIZE_BUFFERS,    /* buffers: number and size */
    SIZE_BUSY,       /* busy_buffers_size */
    SIZE_TEMP_WRITE, /* temp_file_write_size */
    SIZE_MAX_TEMP,   /* max_temp_file_size */
    SIZES
};
static const char *const names[SIZES] = {"buffer_size", "buffers", "busy_buffers_size", "temp_file_write_size",
                                         "max_temp_file_size"};

/* Defaults on a system with pages of 4 KiB. */
enum { PAGE = 4096, DEFAULT_NUMBER = 8, DEFAULT_MAX_TEMP = 1 << 30 };

/* What is in force in a block: the entries that set it. */
struct sizes {
    const struct node *set[N_MODULES][SIZES]; /* NULL: the default; &unknown: not known */
};
static const struct node unknown;

/* The judging of one http block. */
struct judging {
    struct nginx_reader *r;
    uint8_t *slot;   /* by row of the table: module * SIZES + size + 1; 0: none of these */
    struct map told; /* faults that were reported: of an entry, by kind */
};

/* The values of one module. size_t in nginx: sums wrap. */
struct values {
    const struct node *const *set;
    const char *module;
    bool known[SIZES];
    uint64_t number, size[SIZES]; /* SIZE_BUFFERS: of one */
    uint64_t most;                /* of the buffer and one of the buffers */
    uint64_t busy;                /* in force */
};

static bool read_value(const struct node *entry, enum size which, struct values *v)
{
    struct str s;
    int64_t n;
    uint32_t i = 0;
    if (!entry)
        return true;
    if (which == SIZE_BUFFERS) {
        if (!nginx_known(entry, i++, &s) || !nginx_parse_num(s, &n))
            return false;
        v->number = (uint64_t)n;
    }
    if (!nginx_known(entry, i, &s) || !nginx_parse_size(s, &n))
        return false;
    v->size[which] = (uint64_t)n;
    return true;
}

static struct values values_of(const struct sizes *s, uint32_t module)
{
    struct values v = {.set = s->set[module], .module = modules[module], .number = DEFAULT_NUMBER};
    v.size[SIZE_BUFFER] = v.size[SIZE_BUFFERS] = PAGE;
    v.size[SIZE_MAX_TEMP] = DEFAULT_MAX_TEMP;
    for (uint32_t i = 0; i < SIZES; i++)
        v.known[i] = read_value(v.set[i], (enum size)i, &v);
    v.most = v.size[SIZE_BUFFER] > v.size[SIZE_BUFFERS] ? v.size[SIZE_BUFFER] : v.size[SIZE_BUFFERS];
    v.busy = v.set[SIZE_BUSY] ? v.size[SIZE_BUSY] : 2 * v.most;
    return v;
}

/* The directive to blame when the largest buffer is too large. */
static enum size larger(const struct values *v)
{
    return v->set[SIZE_BUFFER] && v->size[SIZE_BUFFER] >= v->size[SIZE_BUFFERS] ? SIZE_BUFFER : SIZE_BUFFERS;
}

static const char *shown(struct nginx_reader *r, uint64_t bytes)
{
    return str_dup(r->a, num_format_size(r->a, bytes > INT64_MAX ? INT64_MAX : (int64_t)bytes)).p;
}

enum fault { FAULT_NUMBER, FAULT_BUSY_LOW, FAULT_BUSY_HIGH, FAULT_TEMP_WRITE, FAULT_MAX_TEMP };

/* nginx's words; "#" stands for the module. */
static const char *const texts[] = {
    [FAULT_NUMBER] = "there must be at least 2 \"#_buffers\"",
    [FAULT_BUSY_LOW] = "\"#_busy_buffers_size\" must be equal to or greater than the maximum of the value of "
                       "\"#_buffer_size\" and one of the \"#_buffers\"",
    [FAULT_BUSY_HIGH] = "\"#_busy_buffers_size\" must be less than the size of all \"#_buffers\" minus one buffer",
    [FAULT_TEMP_WRITE] = "\"#_temp_file_write_size\" must be equal to or greater than the maximum of the value of "
                         "\"#_buffer_size\" and one of the \"#_buffers\"",
    [FAULT_MAX_TEMP] = "\"#_max_temp_file_size\" must be equal to zero to disable temporary files usage or must be "
                       "equal to or greater than the maximum of the value of \"#_buffer_size\" and one of the "
                       "\"#_buffers\"",
};

static const char *text_of(struct nginx_reader *r, enum fault fault, const char *module)
{
    struct buf b = {.a = r->a};
    for (const char *p = texts[fault]; *p; p++)
        if (*p == '#')
            buf_put(&b, str_from(module));
        else
            buf_putc(&b, *p);
    buf_putc(&b, '\0');
    return b.p;
}

/* In nginx's order. False: none, as far as known. *ret_blame: the size whose directive is the cause. */
static bool find_fault(const struct values *v, enum fault *ret, enum size *ret_blame)
{
    bool most = v->known[SIZE_BUFFER] && v->known[SIZE_BUFFERS], busy = most && v->known[SIZE_BUSY];
    *ret_blame = SIZE_BUFFERS;
    if (v->known[SIZE_BUFFERS] && v->number < 2) {
        *ret = FAULT_NUMBER;
    } else if (busy && v->busy < v->most) {
        *ret = FAULT_BUSY_LOW;
        *ret_blame = v->set[SIZE_BUSY] ? SIZE_BUSY : larger(v);
    } else if (busy && v->busy > (v->number - 1) * v->size[SIZE_BUFFERS]) {
        *ret = FAULT_BUSY_HIGH;
        *ret_blame = v->set[SIZE_BUSY] ? SIZE_BUSY : larger(v);
    } else if (most && v->set[SIZE_TEMP_WRITE] && v->known[SIZE_TEMP_WRITE] && v->size[SIZE_TEMP_WRITE] < v->most) {
        *ret = FAULT_TEMP_WRITE;
        *ret_blame = SIZE_TEMP_WRITE;
    } else if (most && v->known[SIZE_MAX_TEMP] && v->size[SIZE_MAX_TEMP] && v->size[SIZE_MAX_TEMP] < v->most) {
        *ret = FAULT_MAX_TEMP;
        *ret_blame = v->set[SIZE_MAX_TEMP] ? SIZE_MAX_TEMP : larger(v);
    } else {
        return false;
    }
    return true;
}

/* The numbers, as notes. */
static void explain(struct nginx_reader *r, struct finding *f, const struct values *v, enum fault fault)
{
    if (fault == FAULT_NUMBER)
        return;
    diag_note(r->sink, f, "the larger of %s_buffer_size and one of %s_buffers is %s", v->module, v->module,
              shown(r, v->most));
    if (fault != FAULT_BUSY_HIGH)
        return;
    diag_note(r->sink, f, "%s_busy_buffers_size is %s%s", v->module, shown(r, v->busy),
              v->set[SIZE_BUSY] ? "" : ", by default twice that");
    diag_note(r->sink, f, "%" PRIu64 " buffers of %s without one are %s", v->number, shown(r, v->size[SIZE_BUFFERS]),
              shown(r, (v->number - 1) * v->size[SIZE_BUFFERS]));
}

/* One entry is told once of one fault, in however many blocks it is in force. */
static bool is_told(struct judging *j, const struct node *entry, enum fault fault)
{
    char bytes[sizeof entry + 1];
    bool is_new;
    memcpy(bytes, &entry, sizeof entry);
    bytes[sizeof entry] = (char)fault;
    map_put(&j->told, str_dup(j->r->a, (struct str){bytes, sizeof bytes}), NULL, &is_new);
    return !is_new;
}

static void judge_module(struct judging *j, const struct sizes *s, uint32_t module)
{
    struct nginx_reader *r = j->r;
    struct values v = values_of(s, module);
    enum fault fault;
    enum size blame;
    if (!find_fault(&v, &fault, &blame) || !v.set[blame] || is_told(j, v.set[blame], fault))
        return;
    struct span at = nginx_word_span(node_word(v.set[blame], 0));
    struct finding *f = nginx_fault(r, SYNTAX_CONFLICT, at, "%s", text_of(r, fault, v.module));
    explain(r, f, &v, fault);
    for (uint32_t i = 0; i < SIZES; i++)
        if (i != blame && v.set[i] && v.set[i] != &unknown && i <= SIZE_BUSY)
            diag_related(r->sink, f, v.set[i]->name_at, "in force with it");
}

/* What a block sets itself, over what is in force around it. Returns the modules that differ, a bit each. */
static uint32_t take_over(struct judging *j, struct node *block, struct sizes *s)
{
    uint32_t changed = 0, own[N_MODULES] = {0};
    struct node_iter it = node_entries(block);
    for (const struct node *e; (e = node_next_entry(&it)) != NULL;) {
        uint32_t slot = j->slot[e->word];
        if (!slot)
            continue;
        uint32_t module = (slot - 1) / SIZES, size = (slot - 1) % SIZES;
        bool sure = !(e->flags & (NODE_CONDITIONAL | NODE_FAULTY));
        /* A second one is refused: the first counts. */
        if (own[module] >> size & 1)
            continue;
        own[module] |= 1u << size;
        s->set[module][size] = sure ? e : &unknown;
        changed |= 1u << module;
    }
    if (block->flags & NODE_TAINTED)
        for (uint32_t i = 0; i < N_MODULES * SIZES; i++)
            if (!(own[i / SIZES] >> (i % SIZES) & 1))
                s->set[i / SIZES][i % SIZES] = &unknown;
    return changed;
}

static bool is_level(const struct node *e)
{
    return e->word && (e->flags & NODE_BLOCK) && (nginx_words[e->word].opens & (NGINX_IN_SERVER | NGINX_IN_LOCATION));
}

/* Blocks stand at most LIMIT_NESTING deep in each other. judge: the modules that have not been judged with what is in force around the block. Returns
 * those that the block does not leave as they are around it. */
static uint32_t judge_block(struct judging *j, struct node *block, const struct sizes *around, uint32_t judge)
{
    struct sizes s = *around;
    struct node_iter it = node_entries(block);
    uint32_t changed = take_over(j, block, &s);
    for (uint32_t i = 0; i < N_MODULES; i++)
        if ((judge | changed) >> i & 1)
            judge_module(j, &s, i);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (is_level(e))
            judge_block(j, e, &s, 0);
    return block->flags & NODE_TAINTED ? UINT32_MAX : changed;
}

/* What is set in http counts in its servers; all of those that set nothing of a module are one case: of a first one that does leave it as it is, others need not be
 * judged again. */
static void judge_http(struct judging *j, struct node *http, const struct sizes *around)
{
    struct sizes s = *around;
    struct node_iter it = node_entries(http);
    uint32_t judge = take_over(j, http, &s);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (is_level(e))
            judge &= judge_block(j, e, &s, judge);
}

/* By row: which size it sets. NULL: none of them was read anywhere, and defaults fit each other. */
static uint8_t *make_slots(struct nginx_reader *r)
{
    uint8_t *slots = arena_array(r->scratch, uint8_t, nginx_words_n);
    bool any = false;
    for (uint32_t i = 0; i < N_MODULES * SIZES; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s_%s", modules[i / SIZES], names[i % SIZES]);
        uint32_t n, first = nginx_word_find(str_from(name), &n);
        for (uint32_t row = first; row < first + n; row++)
            if (nginx_words[row].class == NGINX_CLASS_HTTP) {
                slots[row] = (uint8_t)(i + 1);
                any |= nginx_row_is_read(r->read, row);
            }
    }
    return any ? slots : NULL;
}

void nginx_post_buffers(struct nginx_reader *r, struct node *block)
{
    struct judging j = {.r = r, .told = {.a = r->scratch}};
    struct sizes s = {0};
    uint32_t context = block->parent ? nginx_words[block->word].opens : r->frame->context;
    if (block->parent && context != NGINX_IN_HTTP)
        return;
    j.slot = make_slots(r);
    if (!j.slot)
        return;
    if (nginx_may_hide(r, NGINX_IN_HTTP))
        for (uint32_t i = 0; i < N_MODULES * SIZES; i++)
            s.set[i / SIZES][i % SIZES] = &unknown;
    if (context == NGINX_IN_HTTP)
        judge_http(&j, block, &s);
    else
        judge_block(&j, block, &s, 0);
}
