/* Telling Spring Boot's files: by their name and a setting, or, under another name, by settings that only it has. */
#include "base/path.h"
#include "kinds/spring-boot/spring_boot.h"
#include "text/marks.h"

enum { SURE = 95, LIKELY = 80, MAX_LINES = 600 };

/* What the lines of a text look like. */
struct look {
    bool any;     /* a block or setting that Spring Boot has, and others may */
    bool telling; /* one that nothing else has */
    bool foreign; /* a block of another format */
};

static void look_at_yaml(struct str line, bool *in_spring, bool *in_server, struct look *look)
{
    static const char *const spring[] = {
        "application", "config",    "profiles", "datasource", "jpa",      "lifecycle", "servlet",  "main",    "mvc",
        "jackson",     "redis",     "data",     "kafka",      "rabbitmq", "cloud",     "security", "threads", "task",
        "flyway",      "liquibase", "session",  "cache",      "web",      "mail",      NULL};
    static const char *const server[] = {"tomcat", "servlet", "undertow", "jetty", "netty", NULL};
    static const char *const common[] = {"spring", "server", "management", "logging", NULL};
    static const char *const foreign[] = {"services", "apiVersion", "kind", "version", "apps", NULL};
    struct str rest = str_trim(line), key = str_cut(&rest, ':');
    bool top = line.n && !ch_is_space(line.p[0]) && line.p[0] != '-';
    if (!key.n || key.p[0] == '#')
        return;
    if (top) {
        *in_spring = str_eq(key, STR("spring"));
        *in_server = str_eq(key, STR("server"));
        look->any |= str_is_one_of(key, common) || str_starts(key, STR("spring."));
        look->telling |= str_starts(key, STR("spring."));
        look->foreign |= str_is_one_of(key, foreign);
    } else if ((*in_spring && str_is_one_of(key, spring)) || (*in_server && str_is_one_of(key, server))) {
        look->telling = true;
    }
}

static void look_at_properties(struct str line, struct look *look)
{
    struct str rest = str_trim(line), key = str_trim(str_cut(&rest, '='));
    look->telling |= str_starts(key, STR("spring.")) || str_starts(key, STR("server.tomcat."));
    look->any |= look->telling || str_starts(key, STR("server.")) || str_starts(key, STR("management.")) ||
                 str_starts(key, STR("logging."));
}

static struct look look_at(struct str head, bool properties)
{
    struct look look = {0};
    bool in_spring = false, in_server = false;
    for (uint32_t i = 0; i < MAX_LINES && head.n > 0; i++) {
        struct str line = str_cut(&head, '\n');
        if (properties)
            look_at_properties(line, &look);
        else
            look_at_yaml(line, &in_spring, &in_server, &look);
    }
    return look;
}

int spring_claims(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path)), ext = path_ext(base);
    bool yaml = str_eq(ext, STR(".yml")) || str_eq(ext, STR(".yaml")), properties = str_eq(ext, STR(".properties"));
    struct str stem = str_slice(base, 0, base.n - ext.n);
    bool named =
        str_eq(stem, STR("application")) || str_starts(stem, STR("application-")) || str_eq(stem, STR("bootstrap"));
    if (head.n == 0 || (!yaml && !properties && ext.n))
        return 0;
    struct look look = look_at(head, properties);
    if (named && (yaml || properties))
        return look.any && !look.foreign ? SURE : 0;
    return look.telling && !look.foreign ? LIKELY : 0;
}
