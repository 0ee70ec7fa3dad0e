import { HUB_FIELDS, hubFieldNamed } from '../../lib/event/fields/hub.ts'
import { HUB_KINDS, hubDefinitionOf } from '../../lib/event/hub-kinds.ts'

const PLACE =
  /(?<=<!-- Made by build\/documents\/hub-events.ts from lib\/event\/kinds\/hub.ts. -->\n).*(?=<!-- End -->)/s

/** The text of docs/hub/coverage.md with the kinds of events that the hub tells. */
export function hubEventsDocument(document: string): string {
  return document.replace(PLACE, () => `\n${kinds()}\n${fields()}\n`)
}

function kinds(): string {
  const rows = HUB_KINDS.map((kind) => {
    const { severity, sentence, fields } = hubDefinitionOf(kind)
    const names = Object.entries(fields).map(
      ([name, presence]) => `${code(name)}${presence === 'maybe' ? ' or null' : ''}`,
    )
    return `| ${code(kind)} | ${severity} | ${sentence} | ${names.join(', ')} |\n`
  })
  return `| kind | severity | when | fields |\n|---|---|---|---|\n${rows.join('')}`
}

function fields(): string {
  const rows = Object.keys(HUB_FIELDS).map((name) => {
    const field = hubFieldNamed(name)
    const type = field?.type === 'integer' ? `whole number, ${field.unit}` : 'text'
    return `| ${code(name)} | ${type} | ${field?.meaning} |\n`
  })
  return `| field | type | meaning |\n|---|---|---|\n${rows.join('')}`
}

function code(text: string): string {
  return `\`${text}\``
}
