import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { documents } from '../../../build/documents/documents.ts'

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

test('the text of a removed link is kept', async () => {
  const readme = (await documents()).get('README.md') ?? ''
  assert.match(readme, /\[[^\]]+\]\(docs\/install\.md\)/)
  assert.match(readme, /CONTRIBUTING\.md/)
  assert.doesNotMatch(readme, /\]\(CONTRIBUTING\.md\)/)
})
