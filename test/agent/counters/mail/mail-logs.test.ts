import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MailTotals } from '../../../../agent/config/config.ts'
import { mailLogs } from '../../../../agent/counters/mail/mail-logs.ts'

const LOGS = { exim: ['/e'], dovecot: ['/d'], ftp: '/f', bytes: '/b/*-bytes_log' }

function wanted(...send: readonly MailTotals[]): readonly string[] {
  return mailLogs({ send, rows: 1, logs: LOGS }).map(({ source, path, option, optional }) => {
    return `${source} ${path} ${option.split('.').at(-1)}${optional ? '?' : ''}`
  })
}

test('mail is in the log of Exim, and bandwidth in those of all services', () => {
  assert.deepEqual(wanted('accounts', 'senders'), ['mail /e exim'])
  assert.deepEqual(wanted('bandwidth'), [
    'mail /e exim',
    'bandwidth /d dovecot?',
    'bandwidth /f ftp?',
    'bandwidth /b/*-bytes_log bytes?',
  ])
})
