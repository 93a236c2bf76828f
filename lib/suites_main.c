/* The main of every Check executable. SUITES is X(name) for each name_test.c of the module, given by the build. */
#include <check.h>
#include <stdlib.h>

#define X(name) Suite *name##_suite(void);
SUITES
#undef X

int main(void)
{
    SRunner *runner = srunner_create(NULL);
#define X(name) srunner_add_suite(runner, name##_suite());
    SUITES
#undef X
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
