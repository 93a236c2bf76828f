/* Any bytes as a config in each of its forms: read, asked for settings, placed. */
#include "kinds/uwsgi/uwsgi.h"
#include "kinds/options_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_uwsgi;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"uwsgi.ini", "uwsgi.yml", "uwsgi.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        options_fuzz(&kind_uwsgi, &uwsgi_table, names[i], i == 0, (struct str){(const char *)data, (uint32_t)size});
    return 0;
}
