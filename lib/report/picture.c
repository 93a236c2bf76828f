#include "report/picture.h"

#include "base/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What stands under a source line, a cell for each column: ' ', '^', '-' or '|', and whether it is the cause's. Labels follow the cells. */
struct row {
    struct cell {
        char c;
        bool primary;
    } cells[LIMIT_SNIPPET_COLUMNS + 1];
    uint32_t n;
};

uint32_t picture_width(uint32_t number)
{
    uint32_t width = 1;
    while (number >= 10) {
        number /= 10;
        width++;
    }
    return width;
}

void picture_gutter(struct report_out *o, uint32_t width, uint32_t number, char sign, enum paint paint, bool rest)
{
    char text[16];
    int n = number ? snprintf(text, sizeof(text), "%" PRIu32, number) : 0;
    out_pad(o, ' ', 1 + width - (uint32_t)n);
    paint_put(o, PAINT_GUTTER, (struct str){text, (uint32_t)n});
    out_putc(o, ' ');
    paint_put(o, paint, (struct str){&sign, 1});
    if (rest)
        out_putc(o, ' ');
}

static void put_cell(struct row *row, uint32_t column, char c, bool primary)
{
    if (column >= LIMIT_SNIPPET_COLUMNS + 1)
        return;
    while (row->n <= column)
        row->cells[row->n++] = (struct cell){' ', false};
    if (row->cells[column].c != '^')
        row->cells[column] = (struct cell){c, primary};
}

/* Runs of equal cells, so that a colour is set once for each. */
static void put_row(struct report_out *o, const struct row *row, enum paint primary)
{
    for (uint32_t i = 0, end; i < row->n; i = end) {
        struct cell first = row->cells[i];
        for (end = i + 1; end < row->n && row->cells[end].c == first.c && row->cells[end].primary == first.primary;)
            end++;
        char run[LIMIT_SNIPPET_COLUMNS + 1];
        memset(run, first.c, end - i);
        enum paint paint = first.c == ' ' ? PAINT_PLAIN : first.primary ? primary : PAINT_GUTTER;
        paint_put(o, paint, (struct str){run, end - i});
    }
}

static void put_label(struct report_out *o, const struct underline *u, enum paint primary)
{
    paint_put(o, u->primary ? primary : PAINT_GUTTER, u->label);
}

/* Whether the label of the last underline can stand behind it: nothing else reaches as far. */
static bool last_is_free(const struct snippet_line *line)
{
    const struct underline *u = line->underlines.p, *last = &u[line->underlines.n - 1];
    for (uint32_t i = 0; i + 1 < line->underlines.n; i++)
        if (u[i].column + u[i].width > last->column || u[i].column == last->column)
            return false;
    return true;
}

/* The carets, with the label behind the last of them when inline_last. */
static void draw_carets(struct report_out *o, const struct snippet_line *line, uint32_t width, enum paint primary,
                        bool inline_last)
{
    struct row row = {.n = 0};
    const struct underline *u = line->underlines.p;
    for (uint32_t i = 0; i < line->underlines.n; i++)
        for (uint32_t k = 0; k < u[i].width; k++)
            put_cell(&row, u[i].column + k, u[i].primary ? '^' : '-', u[i].primary);
    picture_gutter(o, width, 0, '|', PAINT_GUTTER, true);
    put_row(o, &row, primary);
    const struct underline *last = &u[line->underlines.n - 1];
    if (inline_last && last->label.n > 0) {
        out_putc(o, ' ');
        put_label(o, last, primary);
    }
    out_putc(o, '\n');
}

/* Bars below the first n underlines that have labels and start left of limit. */
static struct row bars(const struct snippet_line *line, uint32_t n, uint32_t limit)
{
    struct row row = {.n = 0};
    for (uint32_t i = 0; i < n; i++) {
        const struct underline *u = &line->underlines.p[i];
        if (u->label.n > 0 && u->column < limit)
            put_cell(&row, u->column, '|', u->primary);
    }
    return row;
}

/* The labels of the first n underlines, each below its own, the rightmost first. */
static void draw_hanging(struct report_out *o, const struct snippet_line *line, uint32_t n, uint32_t width,
                         enum paint primary)
{
    struct row row = bars(line, n, UINT32_MAX);
    if (row.n == 0)
        return;
    picture_gutter(o, width, 0, '|', PAINT_GUTTER, true);
    put_row(o, &row, primary);
    out_putc(o, '\n');
    for (uint32_t i = n; i > 0; i--) {
        const struct underline *u = &line->underlines.p[i - 1];
        if (u->label.n == 0)
            continue;
        row = bars(line, i - 1, u->column);
        picture_gutter(o, width, 0, '|', PAINT_GUTTER, true);
        put_row(o, &row, primary);
        out_pad(o, ' ', u->column - row.n);
        put_label(o, u, primary);
        out_putc(o, '\n');
    }
}

static void draw_line(struct report_out *o, const struct snippet_line *line, uint32_t width, enum paint primary)
{
    picture_gutter(o, width, line->number, '|', PAINT_GUTTER, line->text.n > 0);
    out_put(o, line->text);
    out_putc(o, '\n');
    uint32_t n = line->underlines.n;
    if (n == 0)
        return;
    bool free_end = last_is_free(line);
    draw_carets(o, line, width, primary, free_end);
    draw_hanging(o, line, free_end ? n - 1 : n, width, primary);
}

void picture_draw(struct report_out *o, const struct snippet *s, uint32_t width, enum paint primary)
{
    picture_gutter(o, width, 0, '|', PAINT_GUTTER, false);
    out_putc(o, '\n');
    for (uint32_t i = 0; i < s->lines.n; i++) {
        if (i > 0 && s->lines.p[i].number > s->lines.p[i - 1].number + 1) {
            paint_put(o, PAINT_GUTTER, STR("..."));
            out_putc(o, '\n');
        }
        draw_line(o, &s->lines.p[i], width, primary);
    }
}
