#include "text/marks.h"

#include "base/buf.h"

#include <check.h>

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, NULL);
}

static void teardown(void)
{
    arena_free(&arena);
}

/* "kind[text]" of every mark; '!' behind one that is not terminated. */
static const char *show(struct marks m, struct str text)
{
    static const char *const kinds[] = {"expr", "stmt", "open", "mid", "close", "comment"};
    struct buf b = {.a = &arena};
    for (uint32_t i = 0; i < m.n; i++)
        buf_printf(&b, "%s%s[%.*s]%s", i ? " " : "", kinds[m.p[i].kind],
                   STR_ARG(str_slice(text, m.p[i].off, m.p[i].off + m.p[i].len)), m.p[i].unterminated ? "!" : "");
    buf_putc(&b, '\0');
    return b.p;
}

static const struct {
    unsigned syntax;
    const char *text, *marks;
} cases[] = {
    {MARKS_JINJA, "listen {{ port }};", "expr[{{ port }}]"},
    {MARKS_JINJA, "a {{ '}}' ~ \"}}\" }} b", "expr[{{ '}}' ~ \"}}\" }}]"},
    {MARKS_JINJA, "{{ {'a': {'b': 1}} }}x", "expr[{{ {'a': {'b': 1}} }}]"},
    {MARKS_JINJA, "{{ it's }} and its", "expr[{{ it's }}]"},
    {MARKS_JINJA, "{% if a %}b{% elif c %}d{% else %}e{% endif %}",
     "open[{% if a %}] mid[{% elif c %}] mid[{% else %}] close[{% endif %}]"},
    {MARKS_JINJA, "{%- for x in y -%}{%- endfor -%}", "open[{%- for x in y -%}] close[{%- endfor -%}]"},
    {MARKS_JINJA, "{% set a = '%}' %}{% set b %}c{% endset %}",
     "stmt[{% set a = '%}' %}] open[{% set b %}] close[{% endset %}]"},
    {MARKS_JINJA, "{% include 'x' %}{% import 'y' as z %}", "expr[{% include 'x' %}] stmt[{% import 'y' as z %}]"},
    {MARKS_JINJA, "{# {{ no }} #}{{ yes }}", "comment[{# {{ no }} #}] expr[{{ yes }}]"},
    {MARKS_JINJA, "{% raw %}{{ no }} {% if %}{% endraw %}{{ yes }}",
     "open[{% raw %}] close[{% endraw %}] expr[{{ yes }}]"},
    {MARKS_JINJA, "{{ a\n  | b }}", "expr[{{ a\n  | b }}]"},
    {MARKS_JINJA, "a {{ b\nc {{ d }}", "expr[{{ b]! expr[{{ d }}]"},
    {MARKS_JINJA, "a {{ b\nc {% d", "expr[{{ b]! stmt[{% d]!"},
    {MARKS_JINJA, "server {#comment\n}", ""},
    {MARKS_JINJA, "<%= x %> ${X} { { }} {", ""},
    {MARKS_GO, "{{ if .A }}{{ .B }}{{ else }}{{- range $i, $x := .C -}}{{ end }}{{ end }}",
     "open[{{ if .A }}] expr[{{ .B }}] mid[{{ else }}] open[{{- range $i, $x := .C -}}] close[{{ end }}] close[{{ end }}]"},
    {MARKS_GO, "{{/* it's }} here */}}{{ $x := 1 }}{{ printf `}}` }}",
     "comment[{{/* it's }} here */}}] stmt[{{ $x := 1 }}] expr[{{ printf `}}` }}]"},
    {MARKS_GO, "{% no %}{# no #}", ""},
    {MARKS_JINJA | MARKS_GO, "{{ range }}{% if x %}{{ block }}",
     "expr[{{ range }}] open[{% if x %}] expr[{{ block }}]"},
    {MARKS_ERB, "a <%= b %> <%# c %> <%% d <% e = 1 %>", "expr[<%= b %>] comment[<%# c %>] stmt[<% e = 1 %>]"},
    {MARKS_ERB, "<% if a -%>x<% elsif b %>y<%- end -%>", "open[<% if a -%>] mid[<% elsif b %>] close[<%- end -%>]"},
    {MARKS_ERB, "<% @a.each do |b, c| %><% end %><% x.map { |y| %><% } %>",
     "open[<% @a.each do |b, c| %>] close[<% end %>] open[<% x.map { |y| %>] close[<% } %>]"},
    {MARKS_ERB, "<% if a then b end %><% if $x { -%><% } else { -%><% } -%>",
     "stmt[<% if a then b end %>] open[<% if $x { -%>] mid[<% } else { -%>] close[<% } -%>]"},
    {MARKS_ENV, "listen ${PORT} $HOST_1; $uri ${host} $1 ${X:-80} $$ ${ $",
     "expr[${PORT}] expr[$HOST_1] expr[${X:-80}]"},
    {0, "{{ a }} <%= b %> ${C}", ""},
};

START_TEST(marks_are_found_and_known)
{
    struct str text = str_from(cases[_i].text);
    ck_assert_str_eq(show(marks_find(&arena, text, cases[_i].syntax), text), cases[_i].marks);
}
END_TEST

START_TEST(blocks_know_their_ends)
{
    struct str text = STR("{% if a %}{% for b in c %}{% endfor %}{% endif %}{% endif %}{% if d %}");
    struct marks m = marks_find(&arena, text, MARKS_JINJA);
    static const uint32_t match[] = {3, 2, 1, 0, MARK_NO_MATCH, MARK_NO_MATCH};
    ck_assert_uint_eq(m.n, 6);
    for (uint32_t i = 0; i < m.n; i++)
        ck_assert_uint_eq(m.p[i].match, match[i]);
}
END_TEST

START_TEST(what_stands_under_a_condition_is_conditional)
{
    struct str text = STR(
        "0{% if a %}1{% for b in c %}2{% endfor %}3{% endif %}4{% with x %}5{% if d %}6{% endif %}7{% endwith %}8{% if e %}9");
    struct marks m = marks_find(&arena, text, MARKS_JINJA);
    static const bool conditional[] = {false, true, true, true, false, false, true, false, false, true};
    for (int i = 0; i < 10; i++)
        ck_assert_msg(marks_is_conditional(&m, str_find_byte(text, (char)('0' + i))) == conditional[i], "%d", i);
}
END_TEST

START_TEST(a_scanner_can_ask_for_the_mark_at_an_offset)
{
    struct str text = STR("ab{{ c }}{{ d }}e");
    struct marks m = marks_find(&arena, text, MARKS_JINJA);
    ck_assert_ptr_null(marks_at(&m, 0));
    ck_assert_ptr_null(marks_at(&m, 1));
    ck_assert_ptr_eq(marks_at(&m, 2), &m.p[0]);
    ck_assert_ptr_eq(marks_at(&m, 8), &m.p[0]);
    ck_assert_ptr_eq(marks_at(&m, 9), &m.p[1]);
    ck_assert_ptr_null(marks_at(&m, 16));
    ck_assert_ptr_null(marks_at(&m, 1000));
    ck_assert_uint_eq(marks_from(&m, 0), 0);
    ck_assert_uint_eq(marks_from(&m, 9), 1);
    ck_assert_uint_eq(marks_from(&m, 16), 2);
}
END_TEST

START_TEST(the_body_is_what_stands_between_the_delimiters)
{
    static const struct {
        unsigned syntax;
        const char *text, *body;
    } bodies[] = {
        {MARKS_JINJA, "{{ a | b }}", "a | b"},
        {MARKS_JINJA, "{%- if x +%}", "if x"},
        {MARKS_JINJA, "{#- note -#}", "note"},
        {MARKS_ERB, "<%= a -%>", "a"},
        {MARKS_ERB, "<%# c %>", "c"},
        {MARKS_ENV, "${A:-b}", "A:-b"},
        {MARKS_ENV, "$A", "A"},
        {MARKS_JINJA, "{{ open", "open"},
        {MARKS_JINJA, "{{}}", ""},
        {MARKS_JINJA, "{{ -1 }}", "-1"},
    };
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        struct str text = str_from(bodies[i].text);
        struct marks m = marks_find(&arena, text, bodies[i].syntax);
        ck_assert_uint_eq(m.n, 1);
        ck_assert_str_eq(str_dup(&arena, mark_body(&m.p[0], text)).p, bodies[i].body);
    }
}
END_TEST

START_TEST(the_file_name_tells_the_marks)
{
    ck_assert_uint_eq(marks_syntax_of(STR("conf/nginx.conf.j2")), MARKS_JINJA);
    ck_assert_uint_eq(marks_syntax_of(STR("a.erb")), MARKS_ERB);
    ck_assert_uint_eq(marks_syntax_of(STR("a.conf.template")), MARKS_JINJA | MARKS_ENV);
    ck_assert_uint_eq(marks_syntax_of(STR("haproxy.tmpl.j2")), MARKS_JINJA | MARKS_GO);
    ck_assert(str_eq(marks_plain_name(STR("haproxy.tmpl.j2")), STR("haproxy")));
    ck_assert_uint_eq(marks_syntax_of(STR("a.tmpl")), MARKS_JINJA | MARKS_GO);
    ck_assert_uint_eq(marks_syntax_of(STR("nginx.conf")), 0);
    ck_assert_uint_eq(marks_syntax_of(STR("x.j2/nginx.conf")), 0);
    ck_assert_uint_eq(marks_syntax_of(STR(".j2")), 0);
    ck_assert(str_eq(marks_plain_name(STR("conf/nginx.conf.j2")), STR("conf/nginx.conf")));
    ck_assert(str_eq(marks_plain_name(STR("nginx.conf")), STR("nginx.conf")));
}
END_TEST

/* Each of these took time with the square of its length in a naive reading. */
static const struct {
    const char *text;
    unsigned syntax;
} looks[] = {
    {"{% if x %}\na\n{% endif %}", MARKS_JINJA},
    {"global\n  {%- if x %}\n", MARKS_JINJA},
    {"worker_processes {{ n }};", MARKS_JINJA | MARKS_GO},
    {"maxconn {{ lookup('env', 'N:=') | default(10) }}", MARKS_JINJA | MARKS_GO},
    {"image: {{cookiecutter.name}}", MARKS_JINJA | MARKS_GO},
    {"{{- if .Values.x }}", MARKS_JINJA | MARKS_GO},
    {"port <%= @port %>", MARKS_ERB},
    {"<% if @x -%>", MARKS_ERB},
    {"a <% b %>", 0},
    {"tag: \"{{.Name}}\"", 0},
    {"hostname: {{ .Node.Hostname }}", 0},
    {"log {% x", 0},
    {"log '{%x %}'", 0},
    {"local t = {{a = 1}}", 0},
    {"x = {{a: 1}}", 0},
    {"x = {{a\n}}", 0},
    {"{{ a }", 0},
    {"{{", 0},
    {"{", 0},
    {"<", 0},
    {"<%=", 0},
    {"", 0},
};

START_TEST(the_look_tells_the_marks_where_the_name_does_not)
{
    ck_assert_uint_eq(marks_syntax_in(str_from(looks[_i].text)), looks[_i].syntax);
}
END_TEST

START_TEST(hostile_texts_take_linear_time)
{
    static const char *const parts[] = {"{{", "{{'",   "{{\"\n", "{%'",        "{#",        "<%",
                                        "${", "{{\\'", "{{{",    "{% if x %}", "{% raw %}", "{{ a '"};
    struct buf b = {.a = &arena};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        buf_clear(&b);
        while (b.n < 2000000)
            buf_put(&b, str_from(parts[i]));
        marks_syntax_in(buf_str(&b));
        struct marks m = marks_find(&arena, buf_str(&b), MARKS_JINJA | MARKS_GO | MARKS_ERB | MARKS_ENV);
        uint32_t overlaps = 0;
        for (uint32_t k = 1; k < m.n; k++)
            overlaps += m.p[k].off < m.p[k - 1].off + m.p[k - 1].len;
        ck_assert_uint_eq(overlaps, 0);
    }
}
END_TEST

Suite *marks_suite(void)
{
    Suite *s = suite_create("marks");
    TCase *c = tcase_create("marks");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, marks_are_found_and_known, 0, sizeof(cases) / sizeof(cases[0]));
    tcase_add_test(c, blocks_know_their_ends);
    tcase_add_test(c, what_stands_under_a_condition_is_conditional);
    tcase_add_test(c, a_scanner_can_ask_for_the_mark_at_an_offset);
    tcase_add_test(c, the_body_is_what_stands_between_the_delimiters);
    tcase_add_test(c, the_file_name_tells_the_marks);
    tcase_add_loop_test(c, the_look_tells_the_marks_where_the_name_does_not, 0, sizeof(looks) / sizeof(looks[0]));
    tcase_add_test(c, hostile_texts_take_linear_time);
    suite_add_tcase(s, c);
    return s;
}
