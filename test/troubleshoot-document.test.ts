import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startAgent } from './support/agent-process.ts'
import { DOCS, commandsIn } from './support/documented-commands.ts'
import { ROOT, programs } from './support/repository-files.ts'
import { createTestHost } from './support/test-host.ts'

const TEXT = readFileSync(join(ROOT, 'docs/troubleshoot.md'), 'utf8')

/** Symptoms without a message of their own. */
const IN_OWN_WORDS = new Set(['Nothing arrives', 'Support asks for a bundle'])

test('every heading has the words of a message, in this order, from one file', () => {
  const headings = [...TEXT.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading)
  const messages = headings.filter((heading) => !IN_OWN_WORDS.has(heading))
  assert.ok(messages.length > 20)
  // As the code writes them: without its escapes, and without the angles around what differs.
  const sources = [...programs.values()].map((text) => text.replaceAll(/\\(['`])/g, '$1'))
  const unknown: string[] = []
  for (const heading of messages) {
    const pieces = heading
      .split('…')
      .map((piece) => piece.trim())
      .filter((piece) => /\w{2}/.test(piece))
    assert.ok(pieces.length > 0, heading)
    if (!sources.some((source) => isInOneLine(source, pieces))) unknown.push(heading)
  }
  assert.deepEqual(unknown, [])
})

/** Whether all pieces stand in one line of the code, one after the other. */
function isInOneLine(source: string, pieces: readonly string[]): boolean {
  const [first = ''] = pieces
  return source.split('\n').some((line) => {
    if (!line.includes(first)) return false
    let at = 0
    return pieces.every((piece) => {
      const found = line.indexOf(piece, at)
      at = found + piece.length
      return found !== -1
    })
  })
}

test('every link within the document leads to a heading', () => {
  const headings = [...TEXT.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading.toLowerCase())
  const anchors = new Set(headings.map((heading) => heading.replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-')))
  const links = [...TEXT.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = '']) => anchor)
  assert.ok(links.length > 3)
  for (const anchor of links) assert.ok(anchors.has(anchor), anchor)
})

test('every doctor command in the documents works, on a host where no service runs', async (t) => {
  const commands = new Set(
    DOCS.flatMap((document) => commandsIn(document)).filter((command) => /^spoor-agent doctor\b/.test(command)),
  )
  assert.ok(commands.size >= 4)
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  t.after(() => host.remove())
  for (const command of commands) {
    const words = command.split(' ').slice(1)
    const placed = words.map((word) => word.replace(/^\/root/, host.folder).replace(/^FILE$/, join(host.folder, 'f')))
    const { code, stdout, stderr } = await startAgent([...placed, '--config', host.config]).exited
    assert.equal(code, 1, stderr)
    assert.match(stdout, /collector does not run/)
    const file = placed[placed.indexOf('--bundle') + 1] ?? ''
    if (placed.includes('--bundle')) assert.equal(spawnSync('tar', ['-tzf', file]).status, 0)
  }
})
