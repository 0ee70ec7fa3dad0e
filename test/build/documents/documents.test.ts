import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { documents } from '../../../build/documents/documents.ts'
import { ROOT } from '../../../build/executable/bundle.ts'
import { AGENT } from '../../../build/programs/agent-program.ts'
import { PROGRAMS } from '../../../build/programs/programs.ts'

for (const program of PROGRAMS) {
  test(`no link in the documentation packaged with ${program.name} leads to a missing file`, async () => {
    const texts = await documents(program.documents)
    const targets = [...texts].flatMap(([name, text]) =>
      [...text.matchAll(/\]\(([^)#]+)/g)].map(([, target = '']) => ({ name, target })),
    )
    assert.ok(targets.length > 0)
    for (const { name, target } of targets) {
      assert.ok(target.startsWith('https://') || texts.has(join(dirname(name), target)), `${name}: ${target}`)
    }
  })
}

test('every file of docs is in a package, also those that are no text for people, but for pictures', async () => {
  const packaged = await documents(PROGRAMS.flatMap((program) => program.documents))
  const hasHub = PROGRAMS.some(({ name }) => name === 'spoor-hub')
  const written = globSync('docs/**/*.*', { cwd: ROOT }).filter(
    (path) => (hasHub || !path.startsWith('docs/hub/')) && !path.startsWith('docs/pictures/'),
  )
  assert.ok(written.length > 10)
  for (const name of written) assert.ok(packaged.has(name), name)
  const texts = await documents(AGENT.documents)
  const schema = await readFile(join(ROOT, 'docs/events.schema.json'), 'utf8')
  assert.equal(texts.get('docs/events.schema.json'), schema)
  assert.match(texts.get('docs/events.md') ?? '', /\]\(events\.schema\.json\)/)
})

test('a packaged text says what a picture shows', async () => {
  const readme = (await documents(AGENT.documents)).get('README.md') ?? ''
  assert.match(readme, /^picture: The console of spoor-hub/m)
  assert.doesNotMatch(readme, /<picture|\.png/)
})

test('the text of a removed link is kept', async () => {
  const readme = (await documents(AGENT.documents)).get('README.md') ?? ''
  assert.match(readme, /\[[^\]]+\]\(docs\/install\.md\)/)
  assert.match(readme, /CONTRIBUTING\.md/)
  assert.doesNotMatch(readme, /\]\(CONTRIBUTING\.md\)/)
})
