/* The three forms of a document. */
#include "base/path.h"
#include "formats/ini.h"
#include "kinds/embed.h"
#include "kinds/jvm/jvm.h"
#include "text/span_map.h"

/* ---- variables ---- */

bool jvm_is_variable(struct str name, struct str *ret_program)
{
    static const struct {
        struct str name, program;
    } rows[] = {
        {STR_INIT("CATALINA_OPTS"), STR_INIT("tomcat")},  {STR_INIT("ES_JAVA_OPTS"), STR_INIT("elasticsearch")},
        {STR_INIT("KAFKA_HEAP_OPTS"), STR_INIT("kafka")}, {STR_INIT("KAFKA_OPTS"), STR_INIT("kafka")},
        {STR_INIT("LS_JAVA_OPTS"), STR_INIT("logstash")}, {STR_INIT("OPENSEARCH_JAVA_OPTS"), STR_INIT("opensearch")},
        {STR_INIT("SOLR_JAVA_MEM"), STR_INIT("solr")},
    };
    static const char *const ends[] = {"JAVA_OPTS",        "JVM_OPTS",      "JAVA_OPTIONS", "JAVA_TOOL_OPTIONS",
                                       "JDK_JAVA_OPTIONS", "JVM_ARGS",      "JAVA_ARGS",    "JVM_OPTIONS",
                                       "JAVA_MEM",         "JAVA_HEAP_OPTS"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq(name, rows[i].name)) {
            *ret_program = rows[i].program;
            return true;
        }
    *ret_program = STR("java");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(name, str_from(ends[i])))
            return true;
    return false;
}

/* When the JVM reads the variable: what comes later counts. java.c and arguments.cpp: JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS, the command line, _JAVA_OPTIONS. */
enum { RANK_TOOL, RANK_JDK, RANK_COMMAND, RANK_LAST, RANK_COUNT };

static int rank_of(struct str name)
{
    if (str_eq(name, STR("JAVA_TOOL_OPTIONS")))
        return RANK_TOOL;
    if (str_eq(name, STR("JDK_JAVA_OPTIONS")))
        return RANK_JDK;
    return str_eq(name, STR("_JAVA_OPTIONS")) ? RANK_LAST : RANK_COMMAND;
}

/* ---- a command line ---- */

static void take_env(struct kind_job *job, int rank)
{
    for (uint32_t i = 0; i < job->container->env.n; i++) {
        const struct env_variable *v = &job->container->env.p[i];
        if (v->known && rank_of(v->name) == rank)
            jvm_add_text(job, v->value, NULL, v->at);
    }
}

/* $JAVA_OPTS and ${JAVA_OPTS} as a word: the variable's words. False: it is no variable that is known. */
static bool take_variable(struct kind_job *job, struct str word)
{
    bool found = false;
    if (str_byte(word, 0) != '$')
        return false;
    bool braces = str_byte(word, 1) == '{' && str_ends(word, STR("}"));
    struct str name = braces ? str_slice(word, 2, word.n - 1) : str_slice(word, 1, word.n);
    for (uint32_t i = job->container->env.n; i-- > 0 && !found;) {
        const struct env_variable *v = &job->container->env.p[i];
        found = v->known && str_eq(v->name, name);
        if (found)
            jvm_add_text(job, v->value, NULL, v->at);
    }
    return found;
}

static bool has_operand(struct str word)
{
    static const char *const words[] = {"-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(word, str_from(words[i])))
            return true;
    return false;
}

static void add_jar(struct kind_job *job, struct str word, struct span at)
{
    struct jvm_state *s = job->state;
    s->jar = node_new(job->a, NODE_WORD, at);
    s->jar->text = word;
}

/* What stands behind the jar is the application's: --server.port=8080 is a property to Spring Boot. */
static void read_argument(struct kind_job *job, struct str word, struct span at)
{
    if (str_starts(word, STR("--")) && str_find_byte(word, '=') < word.n)
        jvm_add_word(job, str_concat(job->a, STR("-D"), str_slice(word, 2, word.n)), at, true);
}

static void read_words(struct kind_job *job)
{
    struct jvm_state *s = job->state;
    struct str text = source_get(job->sources, job->source)->text, word;
    uint32_t off = 0, at = 0;
    bool operand = false, first = true;
    for (; command_next(text, &off, &word); at = off) {
        struct span span = {job->source, at, word.n};
        if (s->jar)
            read_argument(job, word, span);
        else if (first || operand || str_eq(word, STR("-jar")) || take_variable(job, word))
            operand = false;
        else if (has_operand(word))
            operand = true;
        else if (str_byte(word, 0) != '$' && !jvm_add_word(job, word, span, true))
            add_jar(job, word, span);
        first = false;
    }
}

static void read_command(struct kind_job *job)
{
    take_env(job, RANK_TOOL);
    take_env(job, RANK_JDK);
    read_words(job);
    take_env(job, RANK_LAST);
}

/* ---- a file of variables ---- */

static void take_entries(struct kind_job *job, struct node *root, const struct ini_dialect *dialect, int rank)
{
    struct jvm_state *s = job->state;
    struct str program;
    for (struct node *e = root->first; e; e = e->next) {
        const struct node *w = e->kind == NODE_ENTRY ? node_word(e, 0) : NULL;
        if (!w || !jvm_is_variable(e->text, &program) || rank_of(e->text) != rank)
            continue;
        if (!str_eq(program, STR("java")))
            s->program = program;
        if (node_is_known(w) && !(e->flags & NODE_CONDITIONAL))
            jvm_add_text(job, w->text, ini_word_map(job->a, job->sources, dialect, w), w->at);
    }
}

static struct node *read_environment(struct kind_job *job)
{
    struct str text = source_get(job->sources, job->source)->text;
    bool shell = str_starts(text, STR("export ")) || str_find(text, STR("\nexport ")) < text.n;
    const struct ini_dialect *dialect = shell ? &ini_env_compose : &ini_env_systemd;
    struct node *root = ini_read(job->a, job->sources, job->source, dialect, job->sink);
    for (int rank = 0; rank < RANK_COUNT; rank++)
        take_entries(job, root, dialect, rank);
    return root;
}

/* ---- jvm.options ---- */

/* "8-13:-Xmx2g", "14-:-Xmx2g", "17:-Xmx2g": for some releases of Java. How much stands in front of the flag; 0: for all. */
static uint32_t release_prefix(struct str line)
{
    uint32_t i = 0;
    while (i < line.n && (ch_is_digit(line.p[i]) || line.p[i] == '-'))
        i++;
    return i > 0 && str_byte(line, i) == ':' && ch_is_digit(line.p[0]) ? i + 1 : 0;
}

/* Elasticsearch's file: a flag a line, comments with #. */
static void read_line(struct kind_job *job, struct node *root, struct str line, uint32_t off)
{
    struct str text = str_trim(line);
    struct span at = {job->source, off + (uint32_t)(text.p - line.p), text.n};
    if (!text.n)
        return;
    struct node *n = node_new(job->a, text.p[0] == '#' ? NODE_COMMENT : NODE_ENTRY, at);
    n->name_at = at;
    n->text = text.p[0] == '#' ? str_slice(text, 1, text.n) : text;
    node_add(root, n);
    if (n->kind == NODE_COMMENT)
        return;
    uint32_t skip = release_prefix(text);
    jvm_add_word(job, str_slice(text, skip, text.n), (struct span){at.src, at.off + skip, at.len - skip}, skip == 0);
}

static struct node *read_options(struct kind_job *job)
{
    struct str text = source_get(job->sources, job->source)->text, rest = text;
    struct node *root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, text.n});
    while (rest.n > 0 && !arena_exhausted(job->a)) {
        uint32_t off = text.n - rest.n;
        read_line(job, root, str_cut(&rest, '\n'), off);
    }
    return root;
}

/* ---- ---- */

/* By the directory: /etc/elasticsearch/jvm.options. */
static struct str program_of_path(struct str path)
{
    static const char *const names[] = {"elasticsearch", "opensearch", "logstash", "kafka",
                                        "cassandra",     "tomcat",     "solr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_find(path, str_from(names[i])) < path.n)
            return str_from(names[i]);
    return STR("java");
}

static enum jvm_form form_of(const struct kind_job *job, struct str path)
{
    if (job->container && job->container->form == EMBEDDED_COMMAND)
        return JVM_COMMAND;
    return str_ends(path, STR(".options")) ? JVM_OPTIONS_FILE : JVM_ENVIRONMENT;
}

struct node *jvm_read(struct kind_job *job)
{
    struct jvm_state *s = job->state = arena_new(job->a, struct jvm_state);
    const struct source *from = source_get(job->sources, job->source);
    struct str path = from->file ? from->file->path : (struct str){0};
    s->form = form_of(job, path);
    s->flags = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, from->text.n});
    s->program = s->form == JVM_COMMAND ? STR("java") : program_of_path(path);
    if (s->form == JVM_ENVIRONMENT)
        return read_environment(job);
    if (s->form == JVM_OPTIONS_FILE)
        return read_options(job);
    read_command(job);
    return s->flags;
}
