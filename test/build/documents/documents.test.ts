import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { documents } from '../../../build/documents/documents.ts'
import { ROOT } from '../../../build/executable/bundle.ts'

test('no link in the packaged documentation leads to a missing file', async () => {
  const texts = await documents()
  const targets = [...texts].flatMap(([name, text]) =>
    [...text.matchAll(/\]\(([^)#]+)/g)].map(([, target = '']) => ({ name, target })),
  )
  assert.ok(targets.length > 20)
  for (const { name, target } of targets) {
    assert.ok(target.startsWith('https://') || texts.has(join(dirname(name), target)), `${name}: ${target}`)
  }
})

test('the packages have every file of docs, also those that are no text for people', async () => {
  const texts = await documents()
  for (const name of readdirSync(join(ROOT, 'docs'))) assert.ok(texts.has(`docs/${name}`), name)
  const schema = await readFile(join(ROOT, 'docs/events.schema.json'), 'utf8')
  assert.equal(texts.get('docs/events.schema.json'), schema)
  assert.match(texts.get('docs/events.md') ?? '', /\]\(events\.schema\.json\)/)
})

test('the text of a removed link is kept', async () => {
  const readme = (await documents()).get('README.md') ?? ''
  assert.match(readme, /\[[^\]]+\]\(docs\/install\.md\)/)
  assert.match(readme, /CONTRIBUTING\.md/)
  assert.doesNotMatch(readme, /\]\(CONTRIBUTING\.md\)/)
})
