// The contrasts of the console's colours, computed from its tokens (WCAG 2.2, "relative luminance").
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { files } from '../../support/repository-files.ts'

const css = files.get('hub/console/style/tokens.css') ?? ''

const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)/g)].map(([, name = '', light, dark]) => [
    name,
    [light ?? '', dark ?? ''] as const,
  ]),
)

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function contrast(first: string, second: string): number {
  const [a, b] = [luminance(first), luminance(second)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const GROUNDS = ['canvas', 'surface', 'usual', 'atint'] as const

/** What is read on what, and how far it has to stand out: texts 4.5, borders of controls and charts 3. */
const PAIRS: readonly (readonly [front: string, grounds: readonly string[], least: number])[] = [
  ['ink', [...GROUNDS, 'sunken', 'mark', 'crit-tint', 'high-tint'], 7],
  ['ink2', [...GROUNDS, 'sunken'], 4.5],
  ['ink3', [...GROUNDS, 'sunken'], 4.5],
  ['accent', ['canvas', 'surface', 'atint', 'usual'], 4.5],
  ['on-accent', ['accent'], 4.5],
  ['crit', ['canvas', 'surface', 'crit-tint'], 4.5],
  ['on-crit', ['crit'], 4.5],
  ['high', ['canvas', 'surface', 'high-tint'], 4.5],
  ['med', ['canvas', 'surface', 'atint'], 4.5],
  ['low', ['canvas', 'surface', 'atint'], 4.5],
  ['edge', ['canvas', 'surface'], 3],
  ['c1', ['surface', 'usual'], 3],
  ['c2', ['surface'], 3],
  ['c3', ['surface', 'usual'], 3],
  ['c4', ['surface'], 3],
]

for (const [index, theme] of ['light', 'dark'].entries())
  test(`every colour stands out from what it stands on (${theme})`, () => {
    const of = (name: string): string => colours.get(name)?.[index] ?? assert.fail(`no token ${name}`)
    const weak = PAIRS.flatMap(([front, grounds, least]) =>
      grounds
        .map((ground) => ({ front, ground, contrast: contrast(of(front), of(ground)), least }))
        .filter((pair) => pair.contrast < pair.least),
    )
    assert.deepEqual(weak, [])
  })

test('colours stand in the tokens alone', () => {
  const strays = [...files].filter(
    ([path, text]) =>
      path.startsWith('hub/console/') &&
      !path.endsWith('tokens.css') &&
      !path.endsWith('.svg') &&
      /#[\da-f]{3,8}\b/i.test(text),
  )
  assert.deepEqual(
    strays.map(([path]) => path),
    [],
  )
})
