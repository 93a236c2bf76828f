/* What a container runs, by its image, its command and its environment: for the kinds whose files describe containers. */
#ifndef LOADLINE_KINDS_CONTAINER_H
#define LOADLINE_KINDS_CONTAINER_H

#include "kinds/kind.h"

/* What a file says of one container. */
struct container {
    const struct node *image; /* the word; NULL: none, or one that is built here and may be anything */
    struct node *entrypoint; /* a list of words, or one that is split as a shell does; NULL or empty: the image's own */
    struct node *command;    /* the same: what follows it */
    /* The program that a variable tells of (container_program_of_variable); empty: none does. */
    struct str by_environment;
    struct span at; /* of what stands for the program where no command does */
};

struct container_word {
    struct str text;
    struct span at;
};

/* Its command line. */
struct container_command {
    struct str program; /* as other configs know it ("nginx", "gunicorn", "redis-server"); empty: not certain */
    VEC(struct container_word) words; /* the program's own, itself first; none: only its name is known */
};

/* The command line of a container, behind launchers (env, tini, sh -c exec ...). In job->a. */
void container_command_of(struct kind_job *job, const struct container *of, struct container_command *ret);

/* The program that a variable of the environment is read by (JAVA_TOOL_OPTIONS: java); empty: none of ours. */
struct str container_program_of_variable(struct str name);

/* Whether a program is there to serve, whatever it is told; node, python and java may as well run a job. */
bool container_serves(struct str program);

/* Whether a program is a server of data, whose variables tell of itself and not of one that it connects to. */
bool container_is_database(struct str program);

/* Embeds the command line in job when a kind reads it: name is that of the container, via the place that holds it, env
 * what it runs with (copied). */
void container_embed(struct kind_job *job, const struct container_command *c, struct str name, struct span via,
                     const struct env_variable *env, uint32_t n_env);

#endif
