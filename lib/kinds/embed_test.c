#include "kinds/embed.h"

#include "base/limits.h"

#include <check.h>

static struct file_store files;
static struct source_store sources;
static struct arena a;

static void setup(void)
{
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
}

static void teardown(void)
{
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
}

/* ExecStart=teapot --size "4 l" */
START_TEST(a_word_of_a_command_leads_to_its_bytes)
{
    static const char unit[] = "ExecStart=teapot --size \"4 l\"\n";
    struct kind_job job = {.a = &a, .sources = &sources};
    struct command_text c = {.text = {.a = &a}};
    uint32_t outer = source_add(&sources, file_from_bytes(&files, STR("tea.service"), str_from(unit)), SPAN_NONE),
             off = 0, words = 0;
    command_add(&c, STR("teapot"), (struct span){outer, 10, 6});
    command_add(&c, STR("--size"), (struct span){outer, 17, 6});
    command_add(&c, STR("4 l"), (struct span){outer, 24, 5}); /* with its quotes */
    struct embedded *e = command_embed(&job, &c, NULL, (struct span){outer, 10, 19});
    ck_assert_uint_eq(job.embedded.n, 1);
    uint32_t inner = source_add_embedded(&sources, e->text, e->map, e->via);
    static const struct {
        const char *word;
        uint32_t off, len;
    } expected[] = {{"teapot", 10, 6}, {"--size", 17, 6}, {"4 l", 24, 5}};
    struct str word;
    for (uint32_t at = 0; command_next(e->text, &off, &word); at = off, words++) {
        struct place p = source_place(&sources, (struct span){inner, at, word.n});
        ck_assert(str_eq(word, str_from(expected[words].word)));
        ck_assert_uint_eq(p.off, expected[words].off);
        ck_assert_uint_eq(p.len, expected[words].len);
    }
    ck_assert_uint_eq(words, 3);
    /* a part of a word that stands as it is: "size" of "--size" */
    struct place part = source_place(&sources, (struct span){inner, 9, 4});
    ck_assert_uint_eq(part.off, 19);
    ck_assert_uint_eq(part.len, 4);
}
END_TEST

START_TEST(a_word_ends_at_a_nul)
{
    struct command_text c = {.text = {.a = &a}};
    uint32_t off = 0;
    struct str word;
    command_add(&c, (struct str){"ab\0cd", 5}, (struct span){1, 0, 5});
    command_add(&c, (struct str){"", 0}, (struct span){1, 6, 0});
    struct str text = buf_str(&c.text);
    ck_assert(command_next(text, &off, &word) && str_eq(word, STR("ab")));
    ck_assert(command_next(text, &off, &word) && word.n == 0);
    ck_assert(!command_next(text, &off, &word));
}
END_TEST

Suite *embed_suite(void);
Suite *embed_suite(void)
{
    Suite *s = suite_create("embed");
    TCase *t = tcase_create("embed");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_word_of_a_command_leads_to_its_bytes);
    tcase_add_test(t, a_word_ends_at_a_nul);
    suite_add_tcase(s, t);
    return s;
}
