// The command line of what is made from tables: `npm run generate`.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checksDocument } from './documents/check-types.ts'
import { forwardDocument } from './documents/ecs-tables.ts'
import { eventSchema } from './documents/event-schema.ts'
import { eventDocument } from './documents/event-tables.ts'
import { generatedFiles } from './documents/example-config.ts'
import { hookDocument } from './documents/hook-table.ts'
import { hubEventsDocument } from './documents/hub-events.ts'
import { evidenceDocument } from './documents/incident-evidence.ts'
import { metricsFiles } from './documents/metrics-document.ts'
import { openApiDocument } from './documents/openapi.ts'
import { programPartsCode } from './documents/program-parts.ts'
import { statusSchema } from './documents/status-schema.ts'
import { ROOT } from './executable/bundle.ts'
import { scanModule } from './executable/scan-module.ts'
import { monitoringFiles } from './monitoring/monitoring-files.ts'

/** Every file of the repository that is made from others, by its path in it. */
export async function madeFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ...(await generatedFiles()),
    ...(await metricsFiles()),
    ...monitoringFiles(),
    ['docs/events.md', eventDocument(await readFile(join(ROOT, 'docs/events.md'), 'utf8'))],
    ['docs/hub/incidents.md', evidenceDocument(await readFile(join(ROOT, 'docs/hub/incidents.md'), 'utf8'))],
    ['docs/checks.md', checksDocument(await readFile(join(ROOT, 'docs/checks.md'), 'utf8'))],
    ['docs/cpanel.md', hookDocument(await readFile(join(ROOT, 'docs/cpanel.md'), 'utf8'))],
    ['docs/hub/coverage.md', hubEventsDocument(await readFile(join(ROOT, 'docs/hub/coverage.md'), 'utf8'))],
    ['docs/events.schema.json', eventSchema()],
    ['docs/status.schema.json', statusSchema()],
    ['docs/hub/forward.md', forwardDocument(await readFile(join(ROOT, 'docs/hub/forward.md'), 'utf8'))],
    ['docs/hub/openapi.json', openApiDocument()],
    ['agent/follow/scan/scan-module.ts', await scanModule()],
    ['agent/program-parts.ts', await programPartsCode('spoor-agent')],
  ])
}

if (import.meta.main) for (const [path, text] of await madeFiles()) await writeFile(join(ROOT, path), text)
