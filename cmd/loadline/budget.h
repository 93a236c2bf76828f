/* loadline budget: what is shown of each host. */
#ifndef LOADLINE_CMD_BUDGET_H
#define LOADLINE_CMD_BUDGET_H

#include "stack/budget.h"
#include "view.h"

/* What a host has and what its services may take, and the hosts on which it comes to the same. */
struct host_budget {
    struct budget b;                /* of the first of these hosts */
    struct str *names;              /* of its rows, by budget_name_rows */
    VEC(const struct host *) hosts; /* in the order of the facts; none: nothing is known of the host */
};

struct budgets {
    const struct view *view;
    bool why; /* derivations, too */
    VEC(struct host_budget *) hosts;
    VEC(const struct host *) idle; /* hosts of which no service is known */
};

/* Gives the rows the names that they have in tables: those of their services, with the path of the config where several have the same. Not escaped. */
void budget_name_rows(struct arena *a, struct host_budget *h);
struct str budget_row_name(const struct host_budget *h, const struct budget_row *row);

/* What was gathered (view->shown) for people: at most 80 columns wide, in ASCII but for names. */
void budget_text(const struct view *v, struct report_out *o);

/* Where each figure of a row comes from, a step a line: what --why adds to the table. */
void budget_why(const struct budgets *s, const struct host_budget *h, struct report_out *o);

/* Version 1 of the JSON, described in loadline(1). */
void budget_json(const struct view *v, struct report_out *o);

#endif
