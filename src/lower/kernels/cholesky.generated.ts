// Made by scripts/gen-kernels.ts of src/kernels/cholesky.ts.
export const cholesky = `func @kernel.cholesky(%: mem<f64>, %: mem<f64>, %: i32, %: i32) -> () disjoint {
% = const i32 0
% = const bool 0
% = const bool 1
% = const i32 1
% = const f64 0
for {step: 1} %4, %6 { (%: i32)
% = mul %1, %7
% = mul %1, %8
% = for {step: 1} %8, %9, %6 { (%: i32, %: bool)
% = mul %2, %12
% = add %5, %1
% = add %4, %10
% = for {step: 1} %14, %1, %4 { (%: i32, %: bool)
% = mul %2, %18
% = add %11, %1
% = for {step: 1} %19, %4, %15 { (%: i32, %: f64)
% = add %10, %2
% = load %26, %1
% = add %6, %4
% = load %28, %1
% = mul %3, %1
% = add %6, %1
yield %0
}
% = add %16, %13
% = load %33, %1
% = sub %1, %11
% = lt %16, %22
% = if %1 {
% = add %15, %18
% = load %37, %1
% = div %5, %1
store %38, %7, %0
yield %19
} {
% = gt %6, %32
% = if %1 {
% = const f64 Infinity
% = lt %9, %1
yield %0
} {
yield %38
}
% = select %3, %24, %39
% = sqrt %11
store %44, %13, %0
yield %1
}
yield %9
}
for {step: 1} %28, %42 { (%: i32)
% = add %31, %1
store %46, %0, %39
yield
}
yield %29
}
if %35 {
yield
} {
% = const f64 NaN
for {step: 1} %44, %45 { (%: i32)
% = add %1, %43
% = mul %2, %48
% = add %41, %1
for {step: 1} %48, %2 { (%: i32)
% = add %2, %1
store %53, %0, %6
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
