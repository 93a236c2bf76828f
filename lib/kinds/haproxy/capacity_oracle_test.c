/* The arithmetic of capacity.h, and what a configuration gives to it, against a HAProxy 2.6 that runs: Maxconn, Maxsock, Ulimit-n and Maxpipes of "show info". It listens on unix sockets
 * in a directory of its own, and lives no longer than the question takes. */
#include "kinds/haproxy/fixture.h"
#include "kinds/haproxy/place.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

Suite *capacity_oracle_suite(void);

/* ---- running it ---- */

enum { NOBODY = 65534 };

struct haproxy_run {
    char dir[64];
    pid_t pid;
    int status; /* of wait, when it ended by itself */
    char info[16384];
};

static bool have_oracle(void)
{
    char line[256] = "";
    FILE *p = popen("haproxy -v 2>&1", "r");
    bool ok = p && fgets(line, sizeof line, p) && strstr(line, "version 2.6.");
    if (p)
        pclose(p);
    return ok;
}

static void write_config(const char *dir, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/haproxy.cfg", dir);
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

/* In the child: the limits, then HAProxy in the directory. unprivileged: as nobody, who cannot raise a hard limit. */
static void become_haproxy(const char *dir, rlim_t nofile, int megabytes, bool unprivileged)
{
    struct rlimit limit = {nofile, nofile};
    char memory[16];
    snprintf(memory, sizeof memory, "%d", megabytes);
    bool nobody = unprivileged && geteuid() == 0;
    if (chdir(dir) == 0 && setrlimit(RLIMIT_NOFILE, &limit) == 0 &&
        (!nobody || (setgid(NOBODY) == 0 && setuid(NOBODY) == 0))) {
        if (megabytes)
            execlp("haproxy", "haproxy", "-db", "-q", "-m", memory, "-f", "haproxy.cfg", (char *)NULL);
        else
            execlp("haproxy", "haproxy", "-db", "-q", "-f", "haproxy.cfg", (char *)NULL);
    }
    _exit(127);
}

/* Connects within 10 seconds; -1 if it cannot, or if HAProxy has ended. */
static int connect_to(struct haproxy_run *r)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    snprintf(to.sun_path, sizeof to.sun_path, "%s/s", r->dir);
    for (int i = 0; i < 200; i++) {
        int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
            return fd;
        close(fd);
        nanosleep(&(struct timespec){0, 50000000}, NULL);
        if (waitpid(r->pid, &r->status, WNOHANG) == r->pid)
            return r->pid = 0, -1;
    }
    return -1;
}

static void ask(struct haproxy_run *r)
{
    int fd = connect_to(r);
    size_t n = 0;
    ssize_t got = fd >= 0 ? write(fd, "show info\n", 10) : 0;
    while (got > 0 && n < sizeof r->info - 1) {
        got = read(fd, r->info + n, sizeof r->info - 1 - n);
        n += got > 0 ? (size_t)got : 0;
    }
    r->info[n] = '\0';
    if (fd >= 0)
        close(fd);
}

static void run_as(struct haproxy_run *r, const char *text, rlim_t nofile, int megabytes, bool unprivileged)
{
    char command[128];
    snprintf(r->dir, sizeof r->dir, "/tmp/loadline-haproxy-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(r->dir));
    write_config(r->dir, text);
    ck_assert_int_eq(chmod(r->dir, 0777), 0);
    r->pid = fork();
    ck_assert_int_ge(r->pid, 0);
    if (r->pid == 0)
        become_haproxy(r->dir, nofile, megabytes, unprivileged);
    ask(r);
    if (r->pid) {
        kill(r->pid, SIGKILL);
        waitpid(r->pid, NULL, 0);
    }
    snprintf(command, sizeof command, "rm -rf %s", r->dir);
    ck_assert_int_eq(system(command), 0);
}

static void run_haproxy(struct haproxy_run *r, const char *text, rlim_t nofile, int megabytes)
{
    run_as(r, text, nofile, megabytes, false);
    ck_assert_msg(*r->info, "HAProxy did not start, or does not answer");
}

static long long shown(const struct haproxy_run *r, const char *name)
{
    char line[64];
    snprintf(line, sizeof line, "\n%s: ", name);
    const char *at = strstr(r->info, line);
    ck_assert_msg(at != NULL, "no %s in show info", name);
    return atoll(at + strlen(line));
}

/* ---- configurations ---- */

#define GLOBAL "global\n nbthread 2\n stats socket unix@s level admin\n"
#define DEFAULTS "defaults\n timeout connect 1s\n timeout client 1s\n timeout server 1s\n"

static const char *const configs[] = {
    GLOBAL DEFAULTS "listen l\n bind unix@l\n server s 127.0.0.1:1\n",
    /* Every socket that is counted: a limit for the stats socket, several addresses in a line, checks of servers, of a template and of agents, ports, peers. */
    GLOBAL
    " localpeer me\n stats maxconn 30\n stats socket unix@t\n" DEFAULTS " default-server check port 81\n"
    "peers p\n bind unix@p\n server me\n server you 127.0.0.1:2\n"
    "frontend f\n bind unix@a,unix@b\n bind unix@c\n default_backend b\n"
    "backend b\n server s1 127.0.0.1:1\n server s2 127.0.0.1:1 no-check agent-check agent-port 99\n"
    " default-server no-check\n server s3 127.0.0.1:1\n server s4 127.0.0.1:1 check port 82\n server-template t 3-7 127.0.0.1:1 check\n"
    "backend off\n disabled\n server s 127.0.0.1:1 check\n",
    /* Pipes, TLS to the servers. */
    GLOBAL " tune.bufsize 8000\n" DEFAULTS " maxconn 300\n option splice-auto\n"
           "frontend f\n bind unix@a\n default_backend b\n"
           "backend b\n fullconn 900\n server s 127.0.0.1:1 ssl verify none\n",
    GLOBAL DEFAULTS "listen l\n bind unix@l\n option splice-request\n server s 127.0.0.1:1\n",
    GLOBAL " maxconn 400\n maxpipes 50\n" DEFAULTS
           "listen l\n bind unix@l\n option splice-request\n server s 127.0.0.1:1\n",
    GLOBAL " fd-hard-limit 900\n" DEFAULTS "listen l\n bind unix@l\n server s 127.0.0.1:1\n",
};
enum { CONFIGS = sizeof configs / sizeof *configs };

static const rlim_t nofiles[] = {1024, 4096, 20000};
enum { NOFILES = sizeof nofiles / sizeof *nofiles };

/* Of these it starts (its libraries take part of -m), and the connections fit the files: root could raise these, which is what it asks the system about. */
static const int megabytes[] = {128, 256, 300};
enum { MEMORIES = sizeof megabytes / sizeof *megabytes };

/* ---- held against it ---- */

static const struct service *placed(const char *text, int64_t nofile)
{
    struct contributions *said = arena_new(&fx.a, struct contributions);
    struct stack *stack = arena_new(&fx.a, struct stack);
    struct host *h = arena_new(&fx.a, struct host);
    said->a = stack->a = &fx.a;
    fixture_read(text);
    ck_assert_str_eq(fixture_found(), "");
    haproxy_place(&fx.job, said);
    h->nofile = value_int(nofile);
    host_finish(&fx.a, h);
    const struct placed_service *p = stack_place(stack, said->services.p[0], h);
    stack_join(stack, (const struct host *const *)&h, 1);
    return &p->service;
}

static struct haproxy_sizing sizing(int64_t nofile)
{
    struct haproxy_inventory inventory;
    struct value v;
    haproxy_take_inventory(&fx.job, &inventory);
    struct haproxy_sizing s = inventory.sizing;
    s.version = VERSION(2, 6, 12);
    s.threads = 2;
    s.nofile = nofile;
    s.bufsize = haproxy_global(&fx.job, "tune.bufsize", &v) ? v.as.i : 16384;
    s.ssl_cache = 20000;
    s.maxconn = haproxy_global(&fx.job, "maxconn", &v) ? v.as.i : 0;
    s.maxpipes = haproxy_global(&fx.job, "maxpipes", &v) ? v.as.i : 0;
    s.fd_hard_limit = haproxy_global(&fx.job, "fd-hard-limit", &v) ? v.as.i : 0;
    return s;
}

START_TEST(limits_of_files_are_its_own)
{
    struct haproxy_run *r = arena_new(&fx.a, struct haproxy_run);
    const char *text = configs[_i / NOFILES];
    rlim_t nofile = nofiles[_i % NOFILES];
    const struct service *s = placed(text, (int64_t)nofile);
    run_haproxy(r, text, nofile, 0);
    ck_assert_int_eq(service_get(s, SERVICE_SLOTS).as.i, shown(r, "Maxconn"));
    ck_assert_int_eq(service_get(s, SERVICE_FDS_NEED).as.i, shown(r, "Maxsock"));
    ck_assert_int_eq(service_get(s, SERVICE_FDS_NEED).as.i, shown(r, "Ulimit-n"));
    struct haproxy_sizing x = sizing((int64_t)nofile);
    int64_t maxconn = haproxy_maxconn(&x);
    ck_assert_int_eq(x.maxpipes ? x.maxpipes : haproxy_pipes(&x, maxconn), shown(r, "Maxpipes"));
}
END_TEST

START_TEST(limits_of_memory_are_its_own)
{
    struct haproxy_run *r = arena_new(&fx.a, struct haproxy_run);
    const char *text = configs[_i / MEMORIES];
    placed(text, 20000);
    run_haproxy(r, text, 20000, megabytes[_i % MEMORIES]);
    struct haproxy_sizing x = sizing(20000);
    x.memmax_mb = megabytes[_i % MEMORIES];
    int64_t maxconn = haproxy_maxconn(&x);
    ck_assert_int_eq(maxconn, shown(r, "Maxconn"));
    ck_assert_int_eq(haproxy_maxsock(&x, maxconn), shown(r, "Maxsock"));
}
END_TEST

/* What makes it an error: nobody may raise the limit, and it ends at once. */
START_TEST(it_does_not_start_without_the_files_it_needs)
{
    static const char *const text =
        GLOBAL " maxconn 4000\n %s\n" DEFAULTS "listen l\n bind unix@l\n server s 127.0.0.1:1\n";
    struct haproxy_run *r = arena_new(&fx.a, struct haproxy_run);
    const char *strict = str_printf(&fx.a, text, "").p, *lax = str_printf(&fx.a, text, "no strict-limits").p;
    const struct service *s = placed(strict, 1024);
    ck_assert(service_get(s, SERVICE_FDS_STRICT).as.b);
    ck_assert_int_gt(service_get(s, SERVICE_FDS_NEED).as.i, service_get(s, SERVICE_FDS_LIMIT).as.i);
    run_as(r, strict, 1024, 0, true);
    ck_assert_str_eq(r->info, "");
    ck_assert(WIFEXITED(r->status) && WEXITSTATUS(r->status) == 1);
    ck_assert(!service_get(placed(lax, 1024), SERVICE_FDS_STRICT).as.b);
    run_as(r, lax, 1024, 0, true);
    ck_assert_int_eq(shown(r, "Ulimit-n"), 1024);
    ck_assert_int_eq(shown(r, "Maxconn"), 4000);
}
END_TEST

START_TEST(haproxy_is_not_here)
{
    printf("# SKIP: no haproxy 2.6 on this machine to hold the arithmetic against\n");
}
END_TEST

Suite *capacity_oracle_suite(void)
{
    Suite *s = suite_create("capacity_oracle");
    TCase *t = tcase_create("capacity_oracle");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_set_timeout(t, 30);
    if (have_oracle()) {
        tcase_add_loop_test(t, limits_of_files_are_its_own, 0, CONFIGS * NOFILES);
        tcase_add_test(t, it_does_not_start_without_the_files_it_needs);
        tcase_add_loop_test(t, limits_of_memory_are_its_own, 0, 3 * MEMORIES);
    } else {
        tcase_add_test(t, haproxy_is_not_here);
    }
    suite_add_tcase(s, t);
    return s;
}
