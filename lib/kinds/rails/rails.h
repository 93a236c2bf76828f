/* What a Rails application says of its threads and its pool: config/database.yml, config/puma.rb, config/sidekiq.yml, and the command lines of Puma and Sidekiq. Ruby in them is folded as far as
 * it is plain, with the environment that the program runs in; all else is unknown. */
#ifndef LOADLINE_KINDS_RAILS_RAILS_H
#define LOADLINE_KINDS_RAILS_RAILS_H

#include "kinds/kind.h"
#include "stack/stack.h"

/* ---- Ruby ---- */

enum ruby_type { RUBY_UNKNOWN, RUBY_NIL, RUBY_INT, RUBY_STRING };

struct ruby_value {
    enum ruby_type type;
    int64_t i;
    struct str s;   /* of a string; of an unknown value what is missing, empty: it is no expression that is folded */
    struct span at; /* of the variable's value that it comes from; none: it does not come from one */
};

/* What an expression is folded in. */
struct ruby_scope {
    struct arena *a;
    const struct environment *environment; /* of the program; NULL: not known */
    const struct map *given;               /* job->env; NULL: nothing */
    /* puma.rb: an entry; names that assignments before it give have values. NULL: no names. */
    const struct node *before;
};

/* Folds an expression: numbers, strings without "#{}", nil, ENV["X"], ENV.fetch("X"), ENV.fetch("X", d), ENV.fetch("X") { d }, Integer(x), x.to_i, x.to_s, x || y, + - *, parentheses and
 * names. A variable that a known environment does not set is nil; without one it is unknown. */
struct ruby_value ruby_fold(const struct ruby_scope *scope, struct str text);

/* Entries of puma.rb below root, in their order: a call, its name and a word for each argument, or an assignment (word 1), its name and a word for the expression. What stands in
 * a block, or behind `if`, is NODE_CONDITIONAL; lines that are neither are left out. */
void ruby_read(struct kind_job *job, struct node *root);

/* ---- documents ---- */

enum rails_document { RAILS_DATABASE, RAILS_PUMA, RAILS_SIDEKIQ, RAILS_COMMAND };

/* job->state. */
struct rails_state {
    enum rails_document document;
};

/* A setting of a command line, by its long name without dashes; NULL: it is not given. */
const struct node *rails_option(const struct node *root, const char *name);
/* Reads the words of a command line: entries by their long names. */
void rails_read_command(struct kind_job *job, struct node *root);

/* ---- values ---- */

/* A word's text with its expressions folded. */
struct ruby_value rails_word(const struct ruby_scope *scope, const struct node *word);
/* Whether it is a number, or a string that is one. */
bool rails_number(struct ruby_value v, int64_t *ret);
/* A count, at the variable that it comes from or else where it is written. Unknown unless it is a number that is not negative. */
struct value rails_count(struct arena *a, struct ruby_value v, const struct origin *written);
/* A default, in force at the place of an origin. */
struct value rails_default(struct arena *a, int64_t n, const struct origin *where, const char *of);
/* The entry of a mapping, as "name" or the symbol ":name"; NULL: there is none (map may be NULL). And its value. */
const struct node *rails_key(const struct node *map, const char *name);
const struct node *rails_value(const struct node *map, const char *name);

/* ---- services ---- */

/* What Puma, Sidekiq and database.yml have in common at the join: alias of the programs, program of the config. */
#define RAILS_APPLICATION STR("ruby-on-rails")

/* A service of a program, named after what runs it. */
struct service *rails_add_service(struct kind_job *job, struct contributions *out, struct str program, struct span at);

/* The pools of config/database.yml, for the services of the application. */
void rails_place_database(struct kind_job *job, struct contributions *out);

/* The kind's functions: see struct kind. */
int rails_claims(struct str path, struct str head);
struct node *rails_read(struct kind_job *job);
void rails_place(struct kind_job *job, struct contributions *out);

#endif
