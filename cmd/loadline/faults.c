#include "faults.h"

#include "report/report.h"

#include <unistd.h>

void faults_print(const struct sink *faults, struct file_store *files, struct source_store *sources)
{
    static struct report_out out; /* its buffer is large */
    struct outcome outcome = {.sources = sources, .files = files};
    outcome.findings.p = faults->findings.p;
    outcome.findings.n = faults->findings.n;
    for (uint32_t i = 0; i < outcome.findings.n; i++)
        outcome.findings.p[i]->severity = SEV_ERROR;
    out_open(&out, STDERR_FILENO, (struct report_options){.quiet = true});
    report_find(STR("text"))->write(&outcome, &out);
    out_close(&out);
}
