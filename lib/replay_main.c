/* The main of a fuzz target in the ordinary tests: every file of the folders and files named on the command line goes
 * through LLVMFuzzerTestOneInput, each in a process of its own, so that one crash names its seed and hides no other. */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SECONDS_PER_SEED = 60 };

struct tally {
    unsigned seeds, failed;
};

/* The bytes of path in memory of exactly their size, so that ASan sees one byte too far. NULL when unreadable. */
static uint8_t *read_seed(const char *path, size_t *ret_size)
{
    struct stat st;
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    if (fstat(fileno(f), &st) != 0 || st.st_size < 0) {
        fclose(f);
        return NULL;
    }
    size_t size = (size_t)st.st_size;
    uint8_t *data = malloc(size ? size : 1);
    if (data && fread(data, 1, size, f) != size) {
        free(data);
        data = NULL;
    }
    fclose(f);
    *ret_size = size;
    return data;
}

/* The child's part: exits 0 when the target came back. */
static void run_seed(const char *path)
{
    size_t size = 0;
    uint8_t *data = read_seed(path, &size);
    if (!data)
        _exit(2);
    alarm(SECONDS_PER_SEED);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    exit(0); /* not _exit: the leak check runs at exit */
}

static void replay(const char *path, struct tally *t)
{
    int status = 0;
    const char *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        run_seed(path);
    bool ran = child > 0 && waitpid(child, &status, 0) == child;
    bool ok = ran && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    t->seeds++;
    t->failed += !ok;
    printf("%s %u - %s\n", ok ? "ok" : "not ok", t->seeds, name);
    if (ran && WIFSIGNALED(status))
        printf("# %s: ended by signal %d (%s)\n", path, WTERMSIG(status), strsignal(WTERMSIG(status)));
    else if (!ok)
        printf("# %s: exit status %d\n", path, ran ? WEXITSTATUS(status) : -1);
}

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static void replay_folder(const char *folder, struct tally *t)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, visible, alphasort);
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        replay(path, t);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

int main(int argc, char **argv)
{
    struct tally t = {0};
    for (int i = 1; i < argc; i++) {
        struct stat st;
        if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode))
            replay_folder(argv[i], &t);
        else
            replay(argv[i], &t);
    }
    if (t.seeds == 0) {
        printf("not ok 1 - there are seeds\n# no seed in the folder of this fuzz target\n");
        t = (struct tally){.seeds = 1, .failed = 1};
    }
    printf("1..%u\n", t.seeds);
    return t.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
