#include "budget.h"

#include "test_view.h"

/* Services of a kind that does not exist, on one made-up host. */
static struct contributions said;
static struct host *host;
static struct budgets budgets;

static void open_budget(void)
{
    view_open();
    said = (struct contributions){.a = &run.arena};
    budgets = (struct budgets){.view = &view};
    host = view_add_host(STR("box"), 4);
    host->memory = value_size((int64_t)8 << 30);
    host->reserve = value_size((int64_t)1 << 30);
}

static struct service *add_service(struct str name)
{
    struct service *s = contribute_service(&said, STR("teapot"), name, SPAN_NONE);
    s->field[SERVICE_WORKER_MODEL] = value_string(STR("process"));
    return s;
}

/* So many processes, of which each was measured. */
static struct service *add_measured(struct str name, int64_t n, int64_t mib)
{
    struct service *s = add_service(name);
    s->field[SERVICE_PROCESSES] = value_int(n);
    s->field[SERVICE_MEMORY_PROCESS] = value_size(mib << 20);
    return s;
}

static const char *shown_on(struct host *h, void (*show)(const struct view *, struct report_out *))
{
    struct host_budget *b = arena_new(&run.arena, struct host_budget);
    for (uint32_t i = 0; i < said.services.n; i++)
        stack_place(&run.stack, said.services.p[i], h);
    view_join();
    budget_make(&run.arena, &run.stack, h, &b->b);
    budget_name_rows(&run.arena, b);
    if (h)
        vec_push(&run.arena, &b->hosts, h);
    vec_push(&run.arena, &budgets.hosts, b);
    return view_shown(&budgets, show);
}

static const char *shown(void)
{
    return shown_on(host, budget_text);
}

START_TEST(rows_add_up_beside_the_host)
{
    add_measured(STR("tea"), 4, 1024);
    add_measured(STR("milk"), 2, 512);
    const char *text = shown();
    check_shows(text, "host box\n  4 CPUs; 8GiB of memory less a reserve of 1GiB; swap unknown\n");
    check_shows(text, "  tea            4        ?     4GiB   measured         ?  ?/?\n");
    check_shows(text, "  together                ?     5GiB\n");
    check_shows(text, "  tea        57.1%  #################\n");
    check_shows(text, "  together   71.4%  #####################\n");
    check_shows(text, "  memory: 5GiB of 7GiB needed, 2GiB left\n");
    check_shows(text, "  CPUs: 6 threads serve on 4 CPUs, 1.5 for each\n");
    ck_assert_ptr_null(strstr(text, "*:"));
}
END_TEST

START_TEST(too_much_is_told_beside_the_swap)
{
    static const struct {
        int64_t swap_gib;
        const char *line;
    } cases[] = {
        {-1, "  memory: 9GiB of 7GiB needed, 2GiB too much\n"},
        {0, "  memory: 9GiB of 7GiB needed, 2GiB too much\n"},
        {1, "  memory: 9GiB of 7GiB needed, 2GiB too much, more than the 1GiB of swap\n"},
        {2, "  memory: 9GiB of 7GiB needed, 2GiB too much, which 2GiB of swap would hold\n"},
    };
    if (cases[_i].swap_gib >= 0)
        host->swap = value_size(cases[_i].swap_gib << 30);
    add_measured(STR("tea"), 9, 1024);
    const char *text = shown();
    check_shows(text, cases[_i].line);
    check_shows(text, "  tea       128.6%  ############################## !\n");
}
END_TEST

START_TEST(defaults_and_estimates_are_marked)
{
    struct service *tea = add_service(STR("tea")), *milk = add_service(STR("milk"));
    tea->field[SERVICE_MEMORY_WORST] = value_size(1 << 20);
    tea->field[SERVICE_MEMORY_WORST].flags |= VALUE_FROM_DEFAULTS;
    milk->field[SERVICE_MEMORY_REST] = value_size(2 << 20);
    milk->field[SERVICE_MEMORY_REST].flags |= VALUE_ESTIMATE;
    const char *text = shown();
    check_shows(text, "  tea            ?        ?     1MiB*  defaults ");
    check_shows(text, "  milk           ?     2MiB~       ?   ? ");
    check_shows(text, "  together             2MiB~    1MiB*\n");
    check_shows(text, "*: rests on defaults that nobody chose\n~: an estimate\n");
}
END_TEST

START_TEST(what_is_missing_is_named)
{
    add_service(STR("tea"))->program = STR("pot");
    const char *text = shown();
    check_shows(text, "  not known: the need of tea: neither measured (lacks\n"
                      "      host.process_memory.pot-worker, service.processes) nor computed (lacks\n"
                      "      service.memory_worst)\n");
    ck_assert_ptr_null(strstr(text, "memory:"));
    ck_assert_ptr_null(strstr(text, "CPUs:"));
}
END_TEST

START_TEST(what_nothing_bounds_is_in_no_sum)
{
    add_measured(STR("tea"), 1, 1024);
    add_service(STR("milk"))->field[SERVICE_MEMORY_WORST] = value_unlimited();
    const char *text = shown();
    check_shows(text, "  milk           ?        ?   no cap   worst case ");
    check_shows(text, "  together                ?     1GiB\n");
    check_shows(text, "; 1 service is not in it\n");
    check_shows(text, "  no cap: nothing bounds what milk may take\n");
}
END_TEST

START_TEST(files_above_the_limit_are_told)
{
    struct service *tea = add_measured(STR("tea"), 2, 64), *milk = add_measured(STR("milk"), 1, 64);
    tea->field[SERVICE_FDS_NEED] = value_int(2048);
    tea->field[SERVICE_FDS_LIMIT] = value_int(1024);
    milk->field[SERVICE_FDS_NEED] = value_int(1024);
    milk->field[SERVICE_FDS_LIMIT] = value_unlimited();
    const char *text = shown();
    check_shows(text, " 2048/1024 !\n");
    check_shows(text, " 1024/none\n");
    check_shows(text, "  files: a process of tea may need 2048 and open 1024\n");
    ck_assert_ptr_null(strstr(text, "process of milk"));
}
END_TEST

START_TEST(services_of_no_known_host_have_no_sum)
{
    add_measured(STR("tea"), 4, 1024);
    add_measured(STR("milk"), 2, 512);
    const char *text = shown_on(NULL, budget_text);
    check_shows(text, "on no known host\n");
    check_shows(text, "  milk           2        ?     1GiB   measured ");
    ck_assert_ptr_null(strstr(text, "together"));
}
END_TEST

START_TEST(services_of_one_name_are_told_apart)
{
    add_measured(STR("tea"), 1, 64)->path = STR("a/tea.conf");
    add_measured(STR("tea"), 1, 64)->path = STR("b/tea.conf");
    add_measured(STR("milk"), 1, 64)->path = STR("b/milk.conf");
    const char *text = shown();
    check_shows(text, "  tea a/tea.conf ");
    check_shows(text, "  tea b/tea.conf ");
    ck_assert_ptr_null(strstr(text, "milk.conf"));
}
END_TEST

START_TEST(why_tells_each_step)
{
    struct service *tea = add_measured(STR("tea"), 3, 1024), *milk = add_service(STR("milk"));
    const struct origin *steps =
        origin_new(&run.arena, ORIGIN_DERIVED, SPAN_NONE, STR("2 cups x 1GiB\nand the pot = 2GiB"));
    tea->field[SERVICE_MEMORY_LIMIT] = value_size((int64_t)2 << 30);
    milk->field[SERVICE_MEMORY_WORST] = value_with_origin(value_size((int64_t)2 << 30), steps);
    budgets.why = true;
    const char *text = shown();
    check_shows(text, "    memory of one process 1GiB\n");
    check_shows(text, "    need 2GiB: its limit, which is below what was measured\n");
    check_shows(text, "    memory at worst 2GiB: computed\n      2 cups x 1GiB\n      and the pot = 2GiB\n");
    check_shows(text, "  together\n    2GiB of tea + 2GiB of milk = 4GiB\n");
}
END_TEST

/* Names of any length and figures of any size, with wide characters and with bytes that would steer a terminal. */
START_TEST(no_line_is_wider_than_a_terminal)
{
    static const char *const letters[] = {"x", "\xe6\xbc\xa2", "\x1b[2J", "\xff"};
    budgets.why = true;
    for (uint32_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        for (uint32_t n = 1; n < 70; n += 7) {
            struct buf name = {.a = &run.arena};
            for (uint32_t k = 0; k < n; k++)
                buf_put(&name, str_from(letters[i]));
            struct service *s = add_measured(buf_str(&name), (int64_t)1 << (n % 40), (int64_t)1 << (n % 20));
            s->field[SERVICE_THREADS] = value_int(n * 100);
            s->field[SERVICE_FDS_NEED] = value_int((int64_t)1 << n % 62);
            s->field[SERVICE_FDS_LIMIT] = value_int((int64_t)1 << n % 50);
        }
        host->name = said.services.p[said.services.n - 1]->field[SERVICE_NAME];
        const char *text = shown();
        check_width(text);
        ck_assert_ptr_null(strchr(text, '\x1b'));
        budgets.hosts.n = said.services.n = run.stack.services.n = 0;
    }
}
END_TEST

START_TEST(json_tells_the_same_and_null_what_is_not_known)
{
    add_measured(STR("tea"), 4, 1024)->field[SERVICE_MEMORY_LIMIT] = value_unlimited();
    add_service(STR("milk"));
    json_t *hosts, *root = view_read_json(shown_on(host, budget_json), "budgets", &hosts);
    json_t *box = json_array_get(hosts, 0);
    ck_assert_int_eq(json_integer_value(json_object_get(box, "usable")) >> 30, 7);
    json_t *tea = json_array_get(json_object_get(box, "services"), 0);
    ck_assert_int_eq(json_integer_value(json_object_get(tea, "need")) >> 30, 4);
    ck_assert_str_eq(json_string_value(json_object_get(tea, "basis")), "measured");
    ck_assert_str_eq(json_string_value(json_object_get(tea, "memoryLimit")), "unlimited");
    ck_assert_ptr_null(json_object_get(tea, "why"));
    json_t *milk = json_array_get(json_object_get(box, "services"), 1);
    ck_assert(json_is_null(json_object_get(milk, "need")));
    json_t *missing = json_object_get(json_object_get(milk, "unknown"), "need");
    ck_assert_str_eq(json_string_value(json_array_get(missing, 1)), "service.memory_worst");
    json_t *together = json_object_get(box, "together");
    ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(together, "need"), "missing")), 1);
    ck_assert_int_eq(json_integer_value(json_object_get(together, "left")) >> 30, 3);
    json_decref(root);
}
END_TEST

Suite *budget_suite(void);
Suite *budget_suite(void)
{
    Suite *s = suite_create("budget");
    TCase *t = tcase_create("budget");
    tcase_add_checked_fixture(t, open_budget, view_close);
    tcase_add_test(t, rows_add_up_beside_the_host);
    tcase_add_loop_test(t, too_much_is_told_beside_the_swap, 0, 4);
    tcase_add_test(t, defaults_and_estimates_are_marked);
    tcase_add_test(t, what_is_missing_is_named);
    tcase_add_test(t, what_nothing_bounds_is_in_no_sum);
    tcase_add_test(t, files_above_the_limit_are_told);
    tcase_add_test(t, services_of_no_known_host_have_no_sum);
    tcase_add_test(t, services_of_one_name_are_told_apart);
    tcase_add_test(t, why_tells_each_step);
    tcase_add_test(t, no_line_is_wider_than_a_terminal);
    tcase_add_test(t, json_tells_the_same_and_null_what_is_not_known);
    suite_add_tcase(s, t);
    return s;
}
