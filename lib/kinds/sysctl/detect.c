/* Telling files of kernel settings by their place, or by keys that nothing else has. */
#include "base/path.h"
#include "kinds/sysctl/sysctl.h"
#include "text/marks.h"

enum { SURE = 95, POSSIBLE = 78, MAX_LINES = 400 };

/* The directories of /proc/sys that are set in practice. */
static bool is_kernels(struct str line)
{
    static const char *const tops[] = {"net", "vm", "kernel", "fs", "dev", "user", "abi", "debug", "crypto", "sunrpc"};
    struct str key = str_starts(line, STR("-")) ? str_slice(line, 1, line.n) : line;
    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++) {
        struct str top = str_from(tops[i]);
        char next = str_starts(key, top) ? str_byte(key, top.n) : '\0';
        if (next == '.' || next == '/')
            return true;
    }
    return false;
}

/* A key and a sign of equality in each line: a property "kernel.x" of something else among other keys is not enough. */
static bool is_all_kernels(struct str head)
{
    uint32_t n = 0;
    for (int i = 0; i < MAX_LINES && head.n; i++) {
        struct str line = str_trim(str_cut(&head, '\n'));
        if (line.n == 0 || line.p[0] == '#' || line.p[0] == ';' || str_starts(line, STR("{%")))
            continue;
        bool cut = head.n == 0; /* the head may end within a line */
        if (!is_kernels(line) || (str_find_byte(line, '=') == line.n && !cut))
            return false;
        n++;
    }
    return n > 0;
}

static bool has_settings(struct str head)
{
    while (head.n) {
        struct str line = str_trim(str_cut(&head, '\n'));
        if (line.n && line.p[0] != '#' && line.p[0] != ';')
            return line.p[0] != '<' && (str_find_byte(line, '=') < line.n || is_kernels(line));
    }
    return true; /* as most distributions ship it: comments alone */
}

int sysctl_claims(struct str path, struct str head)
{
    struct str plain = marks_plain_name(path), base = path_base(plain), ext = path_ext(base);
    bool conf = str_eq(ext, STR(".conf"));
    if (head.n == 0)
        return 0;
    if (conf && (str_eq(path_base(path_dir(plain)), STR("sysctl.d")) || str_eq(base, STR("sysctl.conf"))))
        return has_settings(head) ? SURE : 0;
    bool may = conf || ext.n == 0 || str_find(base, STR("sysctl")) < base.n;
    return may && is_all_kernels(head) ? POSSIBLE : 0;
}
