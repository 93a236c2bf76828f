#include "kinds/gunicorn/gunicorn.h"

#include "base/num.h"

enum { DEFAULT_PORT = 8000, SOCKET = -1, DESCRIPTOR = -2 };

/* What int() reads as a port. */
static bool read_port(struct str text, int64_t *ret)
{
    return num_parse_int(str_trim(text), ret);
}

/* gunicorn/util.py, parse_address, 20.1 and 26.1. */
bool gunicorn_parse_address(struct str text, struct str *ret_host, int64_t *ret_port)
{
    int64_t fd;
    uint32_t close = str_find_byte(text, ']'), colon = str_find_byte(text, ':');
    if (str_starts(text, STR("unix:"))) {
        *ret_host = str_slice(text, str_starts(text, STR("unix://")) ? 7 : 5, text.n);
        *ret_port = SOCKET;
        return true;
    }
    if (str_starts(text, STR("fd://"))) {
        *ret_port = DESCRIPTOR;
        *ret_host = (struct str){0};
        return num_parse_int(str_slice(text, 5, text.n), &fd);
    }
    if (str_starts(text, STR("tcp://"))) {
        text = str_slice(text, 6, text.n);
        close = str_find_byte(text, ']');
        colon = str_find_byte(text, ':');
    }
    *ret_port = DEFAULT_PORT;
    if (str_find_byte(text, '[') < text.n && close < text.n) {
        *ret_host = str_slice(text, 1, close);
        struct str rest = str_slice(text, close + 1, text.n);
        return !str_starts(rest, STR(":")) || read_port(str_slice(rest, 1, rest.n), ret_port);
    }
    *ret_host = text.n ? str_slice(text, 0, colon) : STR("0.0.0.0");
    struct str rest = str_slice(text, colon + 1, text.n);
    return colon >= text.n || read_port(str_slice(rest, 0, str_find_byte(rest, ':')), ret_port);
}
