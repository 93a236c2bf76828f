/* What a function writes to a report_out, as a text. For *_test.c only. */
#ifndef LOADLINE_CMD_TEST_OUTPUT_H
#define LOADLINE_CMD_TEST_OUTPUT_H

#include "report/out.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* Test state: Check gives a fixture no argument to keep it in. */
static FILE *output_file;
static struct report_out output;

static inline void output_open(void)
{
    output_file = tmpfile();
    ck_assert_ptr_nonnull(output_file);
    out_open(&output, fileno(output_file), (struct report_options){0});
}

/* Everything written since output_open, in a. */
static inline const char *output_close(struct arena *a)
{
    ck_assert_int_eq(out_close(&output), 0);
    long n = (fseek(output_file, 0, SEEK_END), ftell(output_file));
    char *text = arena_alloc(a, (size_t)n + 1, 1);
    rewind(output_file);
    ck_assert_uint_eq(fread(text, 1, (size_t)n, output_file), (size_t)n);
    fclose(output_file);
    return text;
}

#endif
