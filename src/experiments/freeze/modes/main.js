async function main(work) {
  while (work()) {}
}
