/* systemd units as a kind: a unit with its drop-ins is one document; what is kept of a reading for those that look at the tree afterwards. */
#ifndef LOADLINE_KINDS_SYSTEMD_SYSTEMD_H
#define LOADLINE_KINDS_SYSTEMD_SYSTEMD_H

#include "kinds/kind.h"
#include "kinds/systemd/words.h"

/* What a path says of a document. */
struct unit_name {
    struct str name;    /* "nginx.service"; empty when the path names no unit */
    uint32_t section;   /* of its type: SYSTEMD_IN_SERVICE for ".service"; 0 without a name */
    bool is_drop_in;    /* a file of <name>.d/ */
    bool is_of_several; /* drop-ins of a type or of a prefix: service.d, web-.service.d */
};

/* job->state. Lives in the job's arena. */
struct systemd_state {
    struct unit_name unit;
    bool has_unit;                   /* the unit itself was read, not only drop-ins */
    struct environment *environment; /* of systemd_environment; NULL: nobody has asked yet */
};

/* A path's unit: "etc/systemd/system/nginx.service.d/limits.conf" is of nginx.service. The extension of a template (.j2) does not count. */
struct unit_name unit_name_of(struct str path);

/* The drop-ins of a unit in the order in which systemd applies them: *.conf of <name>.d beside the unit and, where it lies in one of systemd's directories, in the
 * others too; also of a template's instance (web@.service.d), of a prefix (web-.service.d) and of the type (service.d). Of files of one name the first directory's counts. path: absolute, of the unit or of a
 * drop-in of it. Absolute paths to *ret_paths; how many. */
uint32_t drop_ins_of(struct kind_job *job, const struct unit_name *unit, struct str path, struct str **ret_paths);

/* What stands in front of the directories for units in a path: "/srv/web1/" of "/srv/web1/etc/systemd/system". False: it is none of them. */
bool systemd_root_of(struct str dir, struct str *ret);

/* The kind's functions: see struct kind. */
int systemd_claims(struct str path, struct str head);
struct node *systemd_read(struct kind_job *job);
bool systemd_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
/* The same; but where the only assignments are such that systemd ignores, setting() says unknown, so that nothing more is said of what follows from a fault that
 * was told, and this gives the default that is in force. */
bool systemd_in_force(struct kind_job *job, struct node *block, struct str name, struct value *ret);
extern const struct kind_scope systemd_scopes[];
struct node *systemd_next_block(struct kind_job *job, uint32_t scope, struct node *after);
const struct type *systemd_setting_type(uint32_t scope, struct str name);
struct str systemd_setting_name(uint32_t scope, uint32_t i);
struct str systemd_block_title(struct kind_job *job, const struct node *block);
void systemd_place(struct kind_job *job, struct contributions *out);

/* The first section of that name in the unit and its drop-ins; NULL: there is none. */
struct node *systemd_section(struct kind_job *job, uint32_t section);

/* The place of a section's header, brackets included. */
struct span systemd_header_at(const struct node *section);

/* The program that a command line runs, in the words by which other configs know it ("nginx", "gunicorn", "java"): the base name of its first word, or, behind a launcher that
 * hands over for certain (env, python -m, a shell's exec), of what that runs. Empty: not certain. words: an entry's, split; in a. */
struct str systemd_program(struct arena *a, const struct node *exec);

/* A command line behind its launchers. */
struct systemd_command {
    struct str program; /* as systemd_program */
    struct str *words;  /* the program's own, itself first */
    uint32_t n;
    /* The entry's word that words[0] is, the others follow it; NULL: they stand in a shell's command. */
    const struct node *at;
};

/* The same with its words. False: it is not certain which program it is. */
bool systemd_command(struct arena *a, const struct node *exec, struct systemd_command *ret);

/* What Environment= sets, and over it the files that EnvironmentFile= names, as far as they are in the tree: else it is partial. In job->a, read once. */
const struct environment *systemd_environment(struct kind_job *job);
/* Adds NAME=value. */
void systemd_add_variable(struct kind_job *job, struct environment *env, const struct node *w);
/* The place of a part of a word: where it stands as it is, without quotes; else that of the word. */
struct span systemd_part_at(struct kind_job *job, const struct node *w, struct str part);

/* Embeds the command line for the kind of its program, if there is one, with the environment and what `env` sets. $NAME and ${NAME} become what they stand for. */
void systemd_embed(struct kind_job *job, const struct node *exec);

/* The program that a unit of that name (without its type) runs, by custom: "nginx". */
struct str systemd_program_of_name(struct arena *a, struct str name);

/* How a program serves requests: "event", "thread", "process"; empty: it is not known to serve any. */
struct str systemd_worker_model(struct str program);

#endif
