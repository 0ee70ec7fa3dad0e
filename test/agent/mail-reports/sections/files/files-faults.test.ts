import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { test } from 'node:test'
import { filesFaults } from '../../../../../agent/mail-reports/sections/files/files-faults.ts'
import { createFileTree } from '../../../../support/file-trees.ts'

test('trees and patterns that list something and leave something out have no fault', async (t) => {
  const { root, put } = await createFileTree(t)
  put('a', 'x')
  const exclude = [`${root}/a`, `${root}/later/`, '*.log', '/home/*/tmp', '**/cache', 'a/**']
  assert.deepEqual(filesFaults({ trees: [root, `${root}/`], exclude }), [])
  assert.deepEqual(filesFaults({ trees: ['/'], exclude: ['/var/cache'] }), [])
})

test('a tree that is missing, a link or left out whole is named', async (t) => {
  const { root, path } = await createFileTree(t)
  symlinkSync(root, path('link'))
  const faults = filesFaults({ trees: [path('gone'), path('link'), root], exclude: [root] })
  assert.deepEqual(
    faults.map((fault) => fault.replace(root, '')),
    [
      '/gone: nothing is there, so the report says of it that it could not be read.',
      '/link: it is a link, and no link is followed; name what it leads to.',
      ': exclude leaves out all of it.',
    ],
  )
})

test('a pattern that leaves out nothing is named', async (t) => {
  const { root } = await createFileTree(t)
  const exclude = ['/', `${root}//a`, `${root}/../b`, './a', '/elsewhere/a', `${root}-not`]
  const faults = filesFaults({ trees: [root], exclude })
  assert.deepEqual(
    faults.map((fault) => fault.slice(fault.indexOf(': '))),
    [
      ...Array<string>(4).fill(': no path is like this pattern; take //, . and .. out.'),
      ...Array<string>(2).fill(': it is in none of the trees, so it leaves out nothing.'),
    ],
  )
})
