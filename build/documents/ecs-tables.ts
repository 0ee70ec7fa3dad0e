// The tables of docs/hub/forward.md: how an event is told in the names of ECS.
import { ECS_KINDS } from '../../hub/api/ecs/ecs-kinds.ts'
import { ECS_NAMES } from '../../hub/api/ecs/ecs-names.ts'

const PLACE = /(?<=<!-- Made by build\/documents\/ecs-tables.ts from hub\/api\/ecs\/\. -->\n).*(?=<!-- End -->)/s

/** The text of docs/hub/forward.md with what the tables of ECS say. */
export function forwardDocument(document: string): string {
  return document.replace(PLACE, () => [names(), '\n', kinds()].join(''))
}

function names(): string {
  const rows = [...ECS_NAMES].map(([field, name]) => `| \`${field}\` | ${codes(name)} |\n`)
  return ['| Field | ECS |\n', '|---|---|\n', ...rows].join('')
}

function kinds(): string {
  const rows = Object.entries(ECS_KINDS).map(
    ([action, { kind, category, type, outcome }]) =>
      `| \`${action}\` | ${kind} | ${category.join(', ')} | ${type.join(', ')} | ${outcome ?? ''} |\n`,
  )
  const head = '| `event.action` | `event.kind` | `event.category` | `event.type` | `event.outcome` |\n'
  return [head, '|---|---|---|---|---|\n', ...rows].join('')
}

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}
