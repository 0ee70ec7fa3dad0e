import { toJsonSchema } from '@valibot/to-json-schema'
import { statusDocument } from '../../agent/status/status-document.ts'

/** The text of docs/status.schema.json: what scripts can rely on in what `status --json` prints. */
export function statusSchema(): string {
  const { $schema: _draft, ...rest } = toJsonSchema(statusDocument, { typeMode: 'output', errorMode: 'ignore' })
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Status',
    description:
      'What `spoor-agent status --json` prints; docs/commands.md explains it. Times are milliseconds since 1970-01-01T00:00:00Z. More keys are no fault: they come without another version.',
    ...rest,
  }
  return `${JSON.stringify(schema, undefined, 2)}\n`
}
