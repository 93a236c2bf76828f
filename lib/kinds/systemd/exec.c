#include "kinds/systemd/exec.h"

#include "base/buf.h"
#include "base/utf8.h"

/* The text being split. */
struct splitting {
    struct arena *a;
    struct str text;
    uint32_t i;
    struct buf out;
    bool changed; /* the word is no slice of the text */
};

static bool digits(struct str text, uint32_t from, uint32_t n, uint32_t base, uint32_t *ret)
{
    *ret = 0;
    for (uint32_t i = from; i < from + n; i++) {
        char d = ch_lower(str_byte(text, i));
        uint32_t v = ch_is_digit(d) ? (uint32_t)(d - '0') : d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a' + 10) : 99;
        if (v >= base)
            return false;
        *ret = *ret * base + v;
    }
    return true;
}

static void put_byte(struct splitting *s, char c, uint32_t len)
{
    buf_putc(&s->out, c);
    s->i += len;
}

static void put_code_point(struct splitting *s, uint32_t cp, uint32_t len)
{
    char utf8[4];
    buf_put(&s->out, (struct str){utf8, utf8_put(cp, utf8)});
    s->i += len;
}

/* At a backslash. */
static void escape(struct splitting *s)
{
    static const char letters[] = "abfnrtvs\\\"'", meanings[] = "\a\b\f\n\r\t\v \\\"'";
    char c = str_byte(s->text, s->i + 1);
    const char *known = c ? strchr(letters, c) : NULL;
    uint32_t v;
    s->changed = true;
    if (known)
        put_byte(s, meanings[known - letters], 2);
    else if (c == 'x' && digits(s->text, s->i + 2, 2, 16, &v) && v)
        put_byte(s, (char)(unsigned char)v, 4);
    else if (digits(s->text, s->i + 1, 3, 8, &v) && v && v < 256)
        put_byte(s, (char)(unsigned char)v, 4);
    else if (c == 'u' && digits(s->text, s->i + 2, 4, 16, &v) && v && (v & 0xF800) != 0xD800)
        put_code_point(s, v, 6);
    else if (c == 'U' && digits(s->text, s->i + 2, 8, 16, &v) && v && v < 0x110000 && (v & 0xFFFFF800) != 0xD800)
        put_code_point(s, v, 10);
    else
        put_byte(s, '\\', 1);
}

/* One word from s->i on. False: its quote is not closed. */
static bool take_word(struct splitting *s, struct exec_word *ret)
{
    char quote = '\0';
    *ret = (struct exec_word){.off = s->i};
    s->out = (struct buf){.a = s->a};
    s->changed = false;
    while (s->i < s->text.n && (quote || !ch_is_space(s->text.p[s->i]))) {
        char c = s->text.p[s->i];
        if (c == '\\') {
            escape(s);
        } else if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? '\0' : c;
            ret->quoted = s->changed = true;
            s->i++;
        } else {
            put_byte(s, c, 1);
        }
    }
    ret->len = s->i - ret->off;
    ret->text = s->changed ? buf_str(&s->out) : str_slice(s->text, ret->off, s->i);
    return !quote;
}

bool exec_split(struct arena *a, struct str text, struct exec_words *ret)
{
    struct splitting s = {.a = a, .text = text};
    bool closed = true;
    for (;;) {
        while (s.i < text.n && ch_is_space(text.p[s.i]))
            s.i++;
        if (s.i >= text.n)
            return closed;
        struct exec_word w;
        closed = take_word(&s, &w);
        if (str_eq(w.text, STR("\\;"))) { /* the one way to hand on a ";" of its own */
            w.text = STR(";");
            w.quoted = true;
        }
        vec_push(a, ret, w);
    }
}

uint32_t exec_prefix(struct str word)
{
    uint32_t n = 0;
    while (n < word.n && strchr("@-:+!|", word.p[n]) && word.p[n])
        n++;
    return n;
}

bool exec_is_separator(const struct exec_word *word)
{
    return !word->quoted && str_eq(word->text, STR(";"));
}
