/* Any bytes as a config: read, asked for settings, placed. */
#include "kinds/uwsgi/uwsgi.h"
#include "kinds/options_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_uwsgi;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    options_fuzz(&kind_uwsgi, &uwsgi_table, "uwsgi.ini", false, (struct str){(const char *)data, (uint32_t)size});
    return 0;
}
