const jobs = new TransformStream();
async function worker(again, jobs) {
  for await (const job of jobs) {
    console.log(`job ${job}`);
    if (job > 1) again.write(job - 1);
  }
  console.log("no more jobs");
}

const again = jobs.writable.getWriter();
again.write(3);
worker(again, jobs.readable);
