use backissue::archive::*;
use backissue::query::Request;
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let dir = std::path::Path::new(&a[1]);
    let m = std::fs::read(dir.join("manifest.bi")).unwrap();
    let mut ar = Archive::open(&m).unwrap();
    println!("manifest {}", m.len());
    for q in &a[2..] {
        let r = Request { query: q.clone(), ..Default::default() };
        let mut total = 0;
        let mut ask = 0.0;
        let mut n = 0;
        let t0 = Instant::now();
        loop {
            let t = Instant::now();
            let s = ar.search(&r).unwrap();
            ask += t.elapsed().as_secs_f64() * 1e3;
            match s {
                Step::Ready(p) => {
                    println!(
                        "{q:?}: {} hits {total} bytes {n} parts, asking {ask:.2} ms total {} note {:?}",
                        p.hits.len(),
                        p.total,
                        p.notes
                    );
                    break;
                }
                Step::Need(ps) => {
                    let mut b = 0;
                    for p in ps {
                        n += 1;
                        let x = std::fs::read(dir.join(ar.part_name(p))).unwrap();
                        b += x.len();
                        ar.supply(p, x).unwrap();
                    }
                    print!(" +{b}");
                    total += b;
                }
            }
        }
        let _ = t0;
        let mut v = vec![];
        for _ in 0..200 {
            let t = Instant::now();
            let _ = ar.rank(&r).unwrap();
            v.push(t.elapsed().as_secs_f64() * 1e3);
        }
        v.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let t = Instant::now();
        let _ = ar.search(&r).unwrap();
        println!("   rank median {:.3} ms; search again {:.3}", v[100], t.elapsed().as_secs_f64() * 1e3);
    }
}
