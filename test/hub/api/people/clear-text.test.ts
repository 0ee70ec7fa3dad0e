import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuseInClear } from '../../../../hub/api/people/clear-text.ts'

test('a password is taken only where nobody could have read it on its way', () => {
  const isTaken = (origin: string): boolean => {
    try {
      refuseInClear({ origin })
      return true
    } catch {
      return false
    }
  }
  const safe = ['https://hub.example.com', 'http://localhost:8460', 'http://127.0.0.1:8460', 'http://[::1]:8460']
  const unsafe = ['http://hub.example.com', 'http://192.0.2.1:8460', 'http://localhost.example.com', 'http://']
  assert.deepEqual(
    safe.filter((origin) => !isTaken(origin)),
    [],
  )
  assert.deepEqual(unsafe.filter(isTaken), [])
})
