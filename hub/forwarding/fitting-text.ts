import type { EcsObject } from '../api/ecs/ecs-event.ts'

/** Lengths that texts are cut to, one after the other, until all fits. */
const LIMITS = [Infinity, 1024, 256, 64, 16]

/** A document as JSON in ASCII of at most so many bytes: if it has more, its longest texts are cut. */
export function fittingJson(document: EcsObject, bytes: number): string {
  let json = ''
  for (const limit of LIMITS) {
    json = asciiJson(document, limit)
    if (json.length <= bytes) break
  }
  return json
}

function asciiJson(document: EcsObject, limit: number): string {
  const json = JSON.stringify(document, (_, value: unknown) =>
    typeof value === 'string' && value.length > limit ? `${value.slice(0, limit)}…`.toWellFormed() : value,
  )
  return json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A text as UTF-8 of at most so many bytes; `…` stands at the end of one that was cut. */
export function fittingText(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  const cut = Buffer.from(text).subarray(0, bytes - 3)
  // Half a character at the end, if any.
  return `${new TextDecoder().decode(cut, { stream: true })}…`
}
