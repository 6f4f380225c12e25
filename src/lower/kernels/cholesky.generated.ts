// Made by scripts/gen-kernels.ts of src/kernels/cholesky.ts.
export const cholesky = `func @kernel.cholesky(%0: mem<f64>, %1: mem<f64>, %2: i32, %3: i32) -> () disjoint {
%4 = const i32 0
%5 = const bool 0
%6 = const bool 1
%7 = const i32 1
%8 = const f64 0
for {step: 1} %4, %2 { (%9: i32)
%10 = mul %9, %3
%11 = mul %10, %3
%12 = for {step: 1} %4, %3, %6 { (%13: i32, %14: bool)
%15 = mul %13, %3
%16 = add %11, %15
%17 = add %13, %7
%18 = for {step: 1} %4, %17, %14 { (%19: i32, %20: bool)
%21 = mul %19, %3
%22 = add %11, %21
%23 = for {step: 1} %4, %19, %8 { (%24: i32, %25: f64)
%26 = add %16, %24
%27 = load %1, %26
%28 = add %22, %24
%29 = load %1, %28
%30 = mul %27, %29
%31 = add %25, %30
yield %31
}
%32 = add %16, %19
%33 = load %0, %32
%34 = sub %33, %23
%35 = lt %19, %13
%36 = if %35 {
%37 = add %22, %19
%38 = load %1, %37
%39 = div %34, %38
store %1, %32, %39
yield %20
} {
%40 = gt %34, %8
%41 = if %40 {
%42 = const f64 Infinity
%43 = lt %34, %42
yield %43
} {
yield %5
}
%44 = select %41, %20, %5
%45 = sqrt %34
store %1, %32, %45
yield %44
}
yield %36
}
for {step: 1} %17, %3 { (%46: i32)
%47 = add %16, %46
store %1, %47, %8
yield
}
yield %18
}
if %12 {
yield
} {
%48 = const f64 NaN
for {step: 1} %4, %3 { (%49: i32)
%50 = add %49, %7
%51 = mul %49, %3
%52 = add %11, %51
for {step: 1} %4, %50 { (%53: i32)
%54 = add %52, %53
store %1, %54, %48
yield
}
yield
}
yield
}
yield
}
return
}
`;
