#include "kinds/nginx/lua.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *lua_suite(void);

/* The block's text; '@' marks the brace that closes it, and is not part of it. Without one it is left open. */
static const char *const cases[] = {
    "@}",
    " local x = 1 @} rest",
    " local t = { a = { } } @}",
    " s = '}' @}",
    " s = \"}\" @}",
    " s = 'a\\'}' @}",
    " s = \"\\\\\" @}",
    " s = [[ } ]] @}",
    " s = [==[ ]] } ]=] ]==] @}",
    " s = [=[ ]=]=] @}",
    " a[b[1]] = 2 @}",
    " -- }\n @}",
    " --[[ }\n } ]] @}",
    " --[==[ } ]] } ]==] @}",
    " ---[[ }\n @}",
    " x = a - - b @}",
    " x = 'not closed }\n @}",
    " s = '}",
    " --[[ }",
    " {",
    " s = [[ }",
    " s = '\\",
    "",
};

START_TEST(the_brace_that_closes_is_found)
{
    char text[128];
    const char *mark = strchr(cases[_i], '@');
    size_t head = mark ? (size_t)(mark - cases[_i]) : strlen(cases[_i]);
    snprintf(text, sizeof text, "%.*s%s", (int)head, cases[_i], mark ? mark + 1 : "");
    uint32_t end = 0;
    bool closed = nginx_lua_end(str_from(text), 0, &end);
    ck_assert_msg(closed == (mark != NULL), "%s", cases[_i]);
    ck_assert_msg(end == head, "%s: %u", cases[_i], end);
}
END_TEST

Suite *lua_suite(void)
{
    Suite *s = suite_create("lua");
    TCase *t = tcase_create("lua");
    tcase_add_loop_test(t, the_brace_that_closes_is_found, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(s, t);
    return s;
}
