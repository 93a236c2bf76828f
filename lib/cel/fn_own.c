/* The functions that only loadline has. */
#include "cel/functions.h"

#include <math.h>

/* There is no duration * double in CEL: which of the two should keep its type is not clear from the sign. */
struct value fn_scale(struct cel_call *c, const struct value *args, uint32_t n)
{
    double ns = round((double)args[0].as.i * args[1].as.d);
    (void)n;
    if (!(ns > -0x1p63 && ns < 0x1p63))
        return cel_fail(c, "duration overflow");
    return value_duration((int64_t)ns);
}

/* What stands in the file: "auto", where the value is the number it comes to. Without a file, the value's own text. */
struct value fn_text(struct cel_call *c, const struct value *args, uint32_t n)
{
    const struct origin *o = args[0].origin;
    (void)n;
    if (o && o->written.n > 0)
        return value_string(o->written);
    if (args[0].type == VALUE_UNKNOWN)
        return args[0];
    return meter_take(c->meter, 8192) ? value_string(value_format(c->a, args[0])) : cel_over(c);
}

struct value fn_origin(struct cel_call *c, const struct value *args, uint32_t n)
{
    static const struct str names[] = {
        [ORIGIN_SET] = STR_INIT("set"),         [ORIGIN_INHERITED] = STR_INIT("inherited"),
        [ORIGIN_DEFAULT] = STR_INIT("default"), [ORIGIN_FACT] = STR_INIT("fact"),
        [ORIGIN_DERIVED] = STR_INIT("derived"),
    };
    (void)c;
    (void)n;
    if (args[0].type == VALUE_UNKNOWN)
        return value_string(STR("unknown"));
    return value_string(args[0].origin ? names[args[0].origin->kind] : STR("derived"));
}
