/* Any bytes as a comment: what is read lies within it, and what is told of it too. */
#include "ruleset/suppress.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void must_lie_within(struct span part, struct span whole)
{
    must(part.src == whole.src && part.off >= whole.off && span_end(part) <= span_end(whole));
}

static void inspect(const struct suppression *s, struct str text, struct span at)
{
    must(s->names.n > 0);
    must_lie_within(s->at, at);
    for (uint32_t i = 0; i < s->names.n; i++) {
        struct suppress_name name = s->names.p[i];
        must_lie_within(name.at, s->at);
        must(name.text.n > 0 && name.text.p == text.p + (name.at.off - at.off) && name.text.n == name.at.len);
    }
    if (s->until != SUPPRESS_EVER)
        must_lie_within(s->until_at, s->at);
    else
        must(span_is_none(s->until_at));
    must(s->reason.n == 0 || (s->reason.p >= text.p && s->reason.p + s->reason.n <= text.p + text.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    arena_init(&a, NULL);
    struct sink sink = {.a = &a};
    struct str text = {(const char *)data, (uint32_t)size};
    struct span at = {1, 7, text.n};
    struct suppression s;
    bool read = suppression_read(&sink, text, at, STR("; #"), &s);
    must(sink.findings.n <= (read ? 0 : 1));
    if (read)
        inspect(&s, text, at);
    for (uint32_t i = 0; i < sink.findings.n; i++)
        must_lie_within(sink.findings.p[i]->at, at);
    arena_free(&a);
    return 0;
}
