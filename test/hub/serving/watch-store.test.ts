import assert from 'node:assert/strict'
import { test } from 'node:test'
import { watchStore } from '../../../hub/serving/watch-store.ts'

/** What is told if these are the answers of the looks, one after the other. */
async function toldOf(faults: readonly ('full' | 'away' | 'gone' | undefined)[]): Promise<string[]> {
  const stop = new AbortController()
  const [left, told]: [(typeof faults)[number][], string[]] = [[...faults], []]
  const fault = async (): Promise<(typeof faults)[number]> => left.shift()
  const sleep = async (): Promise<void> => {
    if (left.length === 0) stop.abort()
  }
  const tell = ({ code, text }: { code: string; text: string }): void =>
    void told.push(`${code} ${/\((.*?)\)/.exec(text)?.[1] ?? ''}`)
  await watchStore({ readiness: { fault }, clock: { sleep }, tell, signal: stop.signal })
  return told
}

test('that nothing can be stored for five minutes is told once, and its end', async () => {
  assert.deepEqual(await toldOf([...Array<'full'>(100).fill('full'), undefined, undefined]), [
    'store_stands full',
    'store_goes_on ',
  ])
})

test('that the store is gone is told at once, and its end', async () => {
  assert.deepEqual(await toldOf(['gone', 'gone', undefined, 'full', undefined]), ['store_gone ', 'store_goes_on '])
})

test('what passes in less is not told', async () => {
  const short = Array<'away'>(14).fill('away')
  assert.deepEqual(await toldOf([...short, undefined, ...short, undefined]), [])
})

test('what the store refuses for a reason of its own is told, too', async () => {
  const stop = new AbortController()
  const codes: string[] = []
  let pauses = 0
  const sleep = async (): Promise<void> => {
    pauses += 1
    if (pauses === 15) stop.abort()
  }
  const fault = (): Promise<never> => Promise.reject(new Error('permission denied'))
  const tell = ({ code }: { code: string }): void => void codes.push(code)
  await watchStore({ readiness: { fault }, clock: { sleep }, tell, signal: stop.signal })
  assert.deepEqual(codes, ['store_stands'])
})
