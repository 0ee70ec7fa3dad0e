import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { documents } from '../../build/documents.ts'

test('no link of the documentation in the packages leads to what they do not bring', async () => {
  const texts = await documents()
  const targets = [...texts].flatMap(([name, text]) =>
    [...text.matchAll(/\]\(([^)#]+)/g)].map(([, target = '']) => ({ name, target })),
  )
  assert.ok(targets.length > 20)
  for (const { name, target } of targets) {
    assert.ok(target.startsWith('https://') || texts.has(join(dirname(name), target)), `${name}: ${target}`)
  }
})

test('words of a link that leads nowhere there are kept', async () => {
  const readme = (await documents()).get('README.md') ?? ''
  assert.match(readme, /\[[^\]]+\]\(docs\/install\.md\)/)
  assert.match(readme, /CONTRIBUTING\.md/)
  assert.doesNotMatch(readme, /\]\(CONTRIBUTING\.md\)/)
})
